// The menu of what one can take away from the view.

import { announce, h, icon } from "../dom.js";
import { evidenceOf, valueText } from "../evidence.js";
import { columnsOf, rowsOf } from "../panels/tables.js";
import { bibtex } from "./bibtex.js";
import { csv } from "./csv.js";
import { copy, download } from "./download.js";
import { png, svg } from "./images.js";
import { cypher, sparql } from "./queries.js";

/** The papers on screen, or, where papers are hidden, those behind what is on screen. */
function papersShown(app) {
  const { model, shown } = app;
  const found = new Set();
  for (let n = 0; n < model.paperNodes; n++) if (shown.nodes[n]) found.add(n);
  if (!found.size) for (let e = 0; e < model.edgeCount; e++) if (shown.edges[e]) for (const p of model.claimsOf(e)) found.add(p);
  return [...found].sort((a, b) => model.date[b] - model.date[a] || a - b);
}

function table(app, kind) {
  const columns = columnsOf(app, kind);
  return csv(columns.map((c) => c.title), rowsOf(app, kind).map((row) => columns.map((c) => c.value(row))));
}

async function leaderboard(app) {
  const { chosen } = await app.results.rows();
  const header = ["task", "dataset", "metric", "method", "value", "unit", "bound", "kind", "paper", "title", "published", "quote"];
  return csv(header, chosen.map((r) => [
    ...["task", "dataset", "metric", "method"].map((slot) => r[slot]?.label ?? ""),
    Number(r.value), r.unit, r.bound, r.kind, app.model.details.paperIds[r.paper], app.model.titles[r.paper], app.model.dateOf(r.paper), r.quote,
  ]));
}

async function asJson(app) {
  const { model } = app;
  const nodes = rowsOf(app, "nodes").map((n) => ({
    id: model.idOf(n), type: model.typeOf(n).name, label: model.label(n), papers: model.papersOf(n).length,
    ...(model.isPaper(n) ? { published: model.dateOf(n) || null } : { aliases: model.aliasesOf(n) }),
  }));
  const statements = await Promise.all(rowsOf(app, "statements").map(async (e) => ({
    subject: model.idOf(model.source[e]),
    predicate: model.meta.predicates[model.predicate[e]].name,
    object: model.idOf(model.target[e]),
    support: model.support[e],
    confidence: model.confidence[e] / 100,
    evidence: (await evidenceOf(model, e)).map(({ paper, sentence, score }) => ({ paper: model.details.paperIds[paper], sentence, confidence: score })),
  })));
  const { chosen } = await app.results.rows();
  const results = chosen.map((r) => ({
    ...Object.fromEntries(["method", "task", "dataset", "metric"].map((slot) => [slot, r[slot]?.label ?? null])),
    value: r.value, unit: r.unit || null, bound: r.bound, kind: r.kind, paper: model.details.paperIds[r.paper], quote: r.quote, text: valueText(r),
  }));
  return `${JSON.stringify({ generator: `paperkg ${model.meta.version}`, nodes, statements, results }, null, 1)}\n`;
}

/** What the menu offers: name, and what gives the file or the text. */
export function offers(app) {
  const file = (name, type, make) => async () => download(name, type, await make());
  const text = (what, make) => async () => {
    const words = make();
    if (await copy(words)) app.say(`${what} copied`);
    else app.showText(what, words);
  };
  const view = () => app.picture.renderer.view();
  return [
    ["Picture as PNG", file("graph.png", "image/png", () => png(app.picture.scene, view()))],
    ["Picture as SVG", file("graph.svg", "image/svg+xml", () => svg(app.picture.scene, view(), document.title))],
    ["Nodes as CSV", file("nodes.csv", "text/csv;charset=utf-8", () => table(app, "nodes"))],
    ["Statements as CSV", file("statements.csv", "text/csv;charset=utf-8", () => table(app, "statements"))],
    ["Results as CSV", file("results.csv", "text/csv;charset=utf-8", () => leaderboard(app))],
    ["All of it as JSON", file("graph.json", "application/json", () => asJson(app))],
    ["Papers as BibTeX", file("papers.bib", "application/x-bibtex;charset=utf-8", () => bibtex(app.model, papersShown(app)))],
    ["Copy as SPARQL", text("SPARQL query", () => sparql(app.model, app.state))],
    ["Copy as Cypher", text("Cypher query", () => cypher(app.model, app.state))],
    ["Copy a link to this view", text("Link", () => app.link())],
    ["Print", async () => window.print()],
  ];
}

export class Menu {
  constructor(element, app) {
    this.button = h("button", { "aria-haspopup": "menu", "aria-expanded": "false", title: "Take away", onclick: () => this.toggle() }, icon("save"), h("span", { class: "wide" }, "Take away"));
    this.list = h("ul", { role: "menu", hidden: true, "aria-label": "Take away", onkeydown: (event) => this.key(event) });
    this.list.append(
      ...offers(app).map(([name, act]) =>
        h("li", { role: "none" }, h("button", { role: "menuitem", onclick: async () => (this.close(), await act(), announce(`${name}: done`)) }, name)),
      ),
    );
    element.append(h("div", { class: "menu" }, this.button, this.list));
    document.addEventListener("pointerdown", (event) => event.target.closest?.(".menu") || this.close());
  }

  get isOpen() {
    return !this.list.hidden;
  }

  toggle() {
    this.list.hidden = !this.list.hidden;
    this.button.setAttribute("aria-expanded", String(this.isOpen));
    if (this.isOpen) this.list.querySelector("button").focus();
  }

  close() {
    if (!this.isOpen) return false;
    this.list.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    return true;
  }

  key(event) {
    const items = [...this.list.querySelectorAll("button")];
    const at = items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: items.length - 1 }[event.key];
    if (step) {
      event.preventDefault();
      items[(at + step) % items.length].focus();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
      this.button.focus();
    }
  }
}
