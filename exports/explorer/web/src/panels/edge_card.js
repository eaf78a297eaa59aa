// Cards of an edge, and of a path: what is said, by whom, in which words.

import { counted, h, words } from "../dom.js";
import { glyph } from "../glyph.js";
import { cardHead, evidenceList, nodeButton } from "./parts.js";

const predicateOf = (model, edge) => model.meta.predicates[model.predicate[edge]];

function facts(model, edge) {
  const span = model.span(model.claimsOf(edge));
  const dates = span ? (span[0] === span[1] ? span[0] : `${span[0]} to ${span[1]}`) : "no date";
  return h("p", { class: "facts" }, `${counted(model.support[edge], "paper")} · confidence ${(model.confidence[edge] / 100).toFixed(2)} · ${dates}`);
}

export async function edgeCard(app, edge) {
  const { model } = app;
  const predicate = predicateOf(model, edge);
  return [
    cardHead(app, "Statement", h("span", { class: "triple" }, nodeButton(app, model.source[edge]), h("em", { title: predicate.definition }, predicate.label), nodeButton(app, model.target[edge]))),
    facts(model, edge),
    await evidenceList(app, edge),
  ];
}

export async function pathCard(app, [start, end], path) {
  const { model } = app;
  const head = cardHead(app, "Shortest path", [words(model.label(start)), " → ", words(model.label(end))]);
  if (!path) return [head, h("p", { class: "note" }, "No path leads from one to the other over what is shown; show more relations or all time.")];
  const steps = await Promise.all(
    path.edges.map(async (edge, i) => {
      const isForward = model.source[edge] === path.nodes[i];
      const { label } = predicateOf(model, edge);
      return h(
        "li",
        {},
        h("div", { class: "step" }, glyph(model.typeOf(path.nodes[i])), words(model.label(path.nodes[i]))),
        h("button", { class: "why", onclick: () => app.set({ edge }) }, isForward ? `${label} ↓` : `${label} ↑`),
        await evidenceList(app, edge, 1),
      );
    }),
  );
  return [
    head,
    h("p", { class: "facts" }, counted(path.edges.length, "step")),
    h("ol", { class: "path" }, steps, h("li", {}, h("div", { class: "step" }, nodeButton(app, end)))),
  ];
}
