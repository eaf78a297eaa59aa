// Types, relations, confidence and support: what is shown, with counts that follow every other choice.

import { counted, h } from "../dom.js";
import { glyph } from "../glyph.js";

const set = (old, item, isIn) => {
  const next = new Set(old);
  if (isIn) next.add(item);
  else next.delete(item);
  return next;
};

export class Filters {
  constructor(element, app) {
    this.app = app;
    const { model } = app;
    this.typeRows = this.present(model.type, model.meta.types).map(({ item, number }) => this.row(item, number, "hiddenTypes", glyph(item), item.plural));
    this.predicateRows = this.present(model.predicate, model.meta.predicates).map(({ item, number }) => this.row(item, number, "hiddenPredicates", null, item.label));
    let most = 1;
    for (let n = model.paperNodes; n < model.count; n++) most = Math.max(most, model.papers[n]);
    this.most = most;
    this.confidence = this.slider("confidence", "Confidence at least", 0, 100, (v) => (v / 100).toFixed(2));
    // Steps of support double, since most names are in few papers.
    this.supports = [1];
    while (this.supports.at(-1) * 1.5 < most) this.supports.push(Math.ceil(this.supports.at(-1) * 1.5));
    this.support = this.slider("support", "Papers at least", 0, this.supports.length - 1, (v) => String(this.supports[v]), (v) => this.supports[v], (value) => Math.max(0, this.supports.findLastIndex((x) => x <= value)));
    this.summary = h("p", { class: "summary" });
    this.reset = h("button", { class: "quiet", onclick: () => app.resetFilters() }, "Reset all");
    element.append(
      h("div", { class: "panel-head" }, h("h2", {}, "Show"), this.reset),
      this.summary,
      h("fieldset", {}, h("legend", {}, "Types"), this.typeRows.map((r) => r.element)),
      h("fieldset", {}, h("legend", {}, "Relations ", this.allButtons()), this.predicateRows.map((r) => r.element)),
      h("fieldset", {}, h("legend", {}, "Evidence"), this.confidence.element, this.support.element),
      ...this.leftOut(),
    );
  }

  present(column, list) {
    const counts = new Map();
    for (const i of column) counts.set(i, (counts.get(i) ?? 0) + 1);
    return list.map((item, number) => ({ item, number })).filter(({ number }) => counts.has(number));
  }

  allButtons() {
    const every = () => this.predicateRows.map((r) => r.number);
    return h(
      "span",
      { class: "all" },
      h("button", { class: "quiet", "aria-label": "Show all relations", onclick: () => this.app.set({ hiddenPredicates: new Set() }) }, "all"),
      h("button", { class: "quiet", "aria-label": "Show no relations", onclick: () => this.app.set({ hiddenPredicates: new Set(every()) }) }, "none"),
    );
  }

  row(item, number, key, mark, text) {
    const box = h("input", {
      type: "checkbox",
      onchange: () => this.app.set({ [key]: set(this.app.state[key], number, !box.checked) }),
    });
    const count = h("span", { class: "count" });
    const element = h("label", { class: "choice", title: item.definition }, box, mark, h("span", { class: "what" }, text), count);
    return { element, box, count, number, key };
  }

  slider(key, label, low, high, shown, toState = (v) => v, fromState = (v) => v) {
    const output = h("output");
    const input = h("input", {
      type: "range",
      min: low,
      max: high,
      step: 1,
      "aria-label": label,
      oninput: () => this.app.set({ [key]: toState(Number(input.value)) }),
    });
    const show = (value) => {
      input.value = fromState(value);
      output.value = shown(Number(input.value));
      input.setAttribute("aria-valuetext", output.value);
    };
    return { element: h("label", { class: "slider" }, h("span", {}, label, " ", output), input), show };
  }

  leftOut() {
    const { meta, paperNodes, count, edgeCount } = this.app.model;
    const all = meta.graph.papers + meta.graph.entities;
    if (count === all) return [];
    const { focus, hops, since, minSupport, top } = meta.cut;
    const why = [
      focus && `only what is within ${counted(hops, "step")} of “${focus}”`,
      since && `only papers since ${since}`,
      minSupport > 1 && `only what at least ${minSupport} papers name`,
      count >= top && `only the ${top.toLocaleString("en")} best supported nodes`,
    ].filter(Boolean);
    const note = h(
      "p",
      { class: "note", id: "left-out" },
      `This page holds ${counted(paperNodes, "paper")}, ${counted(count - paperNodes, "entity", "entities")} and ${counted(edgeCount, "statement")} of a graph of ${counted(meta.graph.papers, "paper")} and ${counted(meta.graph.entities, "entity", "entities")}: ${why.join(", ") || "what is linked"}. ${(all - count).toLocaleString("en")} nodes are left out.`,
    );
    return [note];
  }

  show(state, result) {
    for (const row of [...this.typeRows, ...this.predicateRows]) {
      row.box.checked = !state[row.key].has(row.number);
      const counts = row.key === "hiddenTypes" ? result.typeCounts : result.predicateCounts;
      row.count.textContent = counts[row.number].toLocaleString("en");
      row.element.classList.toggle("none", counts[row.number] === 0);
    }
    this.confidence.show(state.confidence);
    this.support.show(state.support);
    this.summary.textContent = `${counted(result.papers, "paper")}, ${counted(result.entities, "entity", "entities")}, ${counted(result.statements, "statement")}`;
    this.reset.hidden = !(state.hiddenTypes.size || state.hiddenPredicates.size || state.confidence || state.support > 1 || state.from !== null);
  }
}
