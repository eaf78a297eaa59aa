// A node: names, dates, papers, claims and results; its neighbourhood, and the way to another node.

import { counted, h, link, words } from "../dom.js";
import { allResults, valueText } from "../evidence.js";
import { glyph } from "../glyph.js";
import { cardHead, longList, nodeButton, paperLine, timeline } from "./parts.js";
import { Search } from "./search.js";

export async function nodeCard(app, node) {
  const { model, state } = app;
  const type = model.typeOf(node);
  const papers = [...model.papersOf(node)];
  const parts = [
    cardHead(app, [glyph(type, 16), type.label], words(model.label(node))),
    model.isPaper(node) ? paperFacts(model, node) : entityFacts(model, node, papers),
    focusControls(app, node, state),
    timeline(model, papers),
    ...claims(app, node),
    await results(app, node),
  ];
  if (!model.isPaper(node)) {
    const byDate = papers.sort((a, b) => model.date[b] - model.date[a] || a - b);
    parts.push(section(counted(papers.length, "paper"), longList(byDate, (paper) => paperLine(app, paper))));
  }
  return parts.filter(Boolean);
}

const section = (title, ...content) => h("section", {}, h("h3", {}, title), ...content);

function paperFacts(model, node) {
  const { authors, urls, paperIds, categories } = model.details;
  const url = urls[node];
  const people = authors[node];
  return h(
    "div",
    { class: "facts" },
    h("p", {}, model.dateOf(node) || "no date", categories[node] ? ` · ${categories[node]}` : ""),
    people.length ? h("p", {}, words(people.length > 8 ? `${people.slice(0, 8).join(", ")} and ${people.length - 8} more` : people.join(", "), "span")) : null,
    h("p", {}, url ? link(url, url.replace(/^https?:\/\//i, "")) : words(paperIds[node])),
  );
}

function entityFacts(model, node, papers) {
  const span = model.span(papers);
  const dates = span ? (span[0] === span[1] ? span[0] : `${span[0]} to ${span[1]}`) : "no date";
  const aliases = model.aliasesOf(node);
  const mentions = model.details.mentions[node - model.paperNodes];
  return h(
    "div",
    { class: "facts" },
    h("p", {}, `${counted(papers.length, "paper")} · ${counted(mentions, "mention")} · ${dates}`),
    aliases.length ? h("p", { class: "aliases" }, "Also: ", aliases.flatMap((alias, i) => [i ? ", " : "", words(alias)])) : null,
  );
}

function focusControls(app, node, state) {
  const hops = [1, 2, 3].map((number) =>
    h("button", { "aria-pressed": String(state.hops === number), "aria-label": counted(number, "step"), onclick: () => app.set({ hops: number }) }, String(number)),
  );
  const only = h("input", { type: "checkbox", onchange: () => app.set({ only: only.checked }, { fit: true }) });
  only.checked = state.only;
  const target = h("div", { class: "path-search", hidden: true });
  const search = new Search(target, app.model, {
    id: "path",
    label: "Path to",
    placeholder: "Path to…",
    find: (text) => app.index.find(text, 8, (n) => n !== node && app.result.nodes[n] === 1),
    choose: (end) => app.set({ path: [node, end], edge: null }, { fit: true }),
  });
  const start = h("button", { onclick: () => ((target.hidden = !target.hidden), target.hidden || search.focus()) }, "Path to…");
  return h(
    "div",
    { class: "controls" },
    h("div", { class: "steps", role: "group", "aria-label": "Steps around it" }, h("span", {}, "Steps"), hops),
    h("label", { class: "only" }, only, "only these"),
    start,
    target,
  );
}

/** Statements by predicate and direction, the surest first. */
function claims(app, node) {
  const { model, result } = app;
  const groups = new Map();
  for (const edge of model.edgesOf(node)) {
    if (!result.edges[edge]) continue;
    const isOut = model.source[edge] === node;
    const key = `${model.predicate[edge]} ${isOut ? 0 : 1}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(edge);
  }
  return [...groups].map(([key, edges]) => {
    const [predicate, isIn] = key.split(" ").map(Number);
    const { label } = model.meta.predicates[predicate];
    edges.sort((a, b) => model.support[b] - model.support[a] || model.confidence[b] - model.confidence[a] || a - b);
    const title = isIn ? h("span", {}, `… ${label} this`) : h("span", {}, `${label} …`);
    const list = longList(edges, (edge) => [
      nodeButton(app, model.other(edge, node)),
      h(
        "button",
        { class: "why", title: "The sentences that say so", "aria-label": `Evidence: ${model.label(model.source[edge])} ${label} ${model.label(model.target[edge])}`, onclick: () => app.set({ edge }) },
        model.support[edge] > 1 ? `${model.support[edge]} papers` : (model.confidence[edge] / 100).toFixed(2),
      ),
    ], 6);
    return section([title, h("small", {}, ` ${edges.length}`)], list);
  });
}

async function results(app, node) {
  const isPaper = app.model.isPaper(node);
  const found = (await allResults()).filter((r) => (isPaper ? r.paper === node : ["method", "task", "dataset", "metric"].some((slot) => r[slot]?.node === node)));
  if (!found.length) return null;
  const row = (result) => {
    const about = ["method", "dataset", "task"].map((slot) => result[slot]).filter((x) => x && x.node !== node);
    return [
      h("strong", {}, valueText(result)),
      h("span", {}, " ", result.metric ? words(result.metric.label) : result.kind),
      h("small", { class: "about" }, about.flatMap((x, i) => [i ? " · " : "", words(x.label)])),
    ];
  };
  return section(counted(found.length, "stated result"), longList(found, row, 5));
}
