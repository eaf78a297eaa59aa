// What several cards show: a node as a button, a sentence with the names marked, papers by year.

import { counted, h, s, words } from "../dom.js";
import { evidenceOf } from "../evidence.js";
import { glyph } from "../glyph.js";
import { fold } from "../search_index.js";

/** A node as a button that chooses it. */
export function nodeButton(app, node) {
  const { model } = app;
  return h("button", { class: "node", onclick: () => app.choose(node) }, glyph(model.typeOf(node)), words(model.label(node)));
}

/** A paper's title: a button where it is a node, else text; and its date. */
export function paperLine(app, paper) {
  const { model } = app;
  const title = paper < model.paperNodes ? nodeButton(app, paper) : words(model.titles[paper], "span", { class: "title" });
  return h("span", { class: "paper" }, title, h("small", {}, model.dateOf(paper) || "no date"));
}

/** A sentence as a quotation in which the given names are marked. */
export function quotation(text, names) {
  const folded = fold(text);
  const marks = [];
  // Folding may change the length of a text, and then no place in it can be trusted.
  if (folded.length === text.length) {
    for (const name of names) {
      const at = folded.indexOf(fold(name));
      if (name.length > 1 && at >= 0) marks.push([at, at + name.length]);
    }
  }
  marks.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const parts = [];
  let done = 0;
  for (const [start, end] of marks) {
    if (start < done) continue;
    parts.push(text.slice(done, start), h("mark", {}, text.slice(start, end)));
    done = end;
  }
  return h("blockquote", { dir: "auto" }, parts, text.slice(done));
}

/** The evidence of an edge, `most` of it at first. */
export async function evidenceList(app, edge, most = 5) {
  const { model } = app;
  const ends = [model.source[edge], model.target[edge]].filter((n) => !model.isPaper(n));
  const names = ends.flatMap((n) => [model.label(n), ...(model.details ? model.aliasesOf(n) : [])]);
  const items = await evidenceOf(model, edge);
  if (!items.length) return h("p", { class: "note" }, "Known from how the names are made, not from a sentence.");
  const list = h("ul", { class: "evidence" });
  const add = (part) =>
    list.append(
      ...part.map(({ paper, sentence, score }) =>
        h("li", {}, quotation(sentence, names), h("div", { class: "from" }, paperLine(app, paper), h("small", {}, `confidence ${score.toFixed(2)}`))),
      ),
    );
  add(items.slice(0, most));
  if (items.length > most) {
    const more = h("button", { class: "quiet", onclick: () => (more.parentElement.remove(), add(items.slice(most))) }, `${items.length - most} more`);
    list.append(h("li", {}, more));
  }
  return list;
}

/** Papers by year as bars; nothing where fewer than two have a date. */
export function timeline(model, papers) {
  const years = new Map();
  for (const paper of papers) {
    const year = model.dateOf(paper).slice(0, 4);
    if (year) years.set(year, (years.get(year) ?? 0) + 1);
  }
  if (papers.length < 2 || years.size < 1) return null;
  const known = [...years.keys()].map(Number);
  const [first, last] = [Math.min(...known), Math.max(...known)];
  const most = Math.max(...years.values());
  const bars = [];
  for (let year = first; year <= last; year++) {
    const count = years.get(String(year).padStart(4, "0")) ?? 0;
    const height = (count / most) * 34;
    bars.push(s("rect", { x: (year - first) * 10 + 1, y: 36 - height, width: 8, height: Math.max(height, count ? 1 : 0) }, s("title", {}, `${year}: ${counted(count, "paper")}`)));
  }
  const width = (last - first + 1) * 10;
  const said = [...years].sort().map(([year, count]) => `${year}: ${count}`).join(", ");
  return h(
    "figure",
    { class: "timeline" },
    s("svg", { viewBox: `0 0 ${width} 36`, preserveAspectRatio: "none", role: "img", "aria-label": `Papers by year: ${said}` }, ...bars),
    h("figcaption", {}, h("span", {}, String(first)), h("span", {}, first === last ? "" : String(last))),
  );
}

/** A list that shows some of its items and a button for the others. */
export function longList(items, row, most = 8) {
  const list = h("ul", { class: "rows" });
  const add = (part) => list.append(...part.map((item) => h("li", {}, row(item))));
  add(items.slice(0, most));
  if (items.length > most) {
    const more = h("button", { class: "quiet", onclick: () => (more.parentElement.remove(), add(items.slice(most))) }, `${(items.length - most).toLocaleString("en")} more`);
    list.append(h("li", {}, more));
  }
  return list;
}

/** The head of a card: what it is, its name, and the button that closes it. */
export function cardHead(app, kind, title) {
  return h("div", { class: "card-head" }, h("p", { class: "kind" }, kind), h("h2", { tabindex: "-1" }, title), app.closeButton());
}
