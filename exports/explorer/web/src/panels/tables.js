// Everything on screen as sortable tables: the accessible equivalent of the picture.

import { h } from "../dom.js";
import { nodeButton } from "./parts.js";

const PAGE = 100;

/** A table of rows (any values) with columns { title, value(row), cell(row), isNumber, isText }. */
export function sortableTable(caption, columns, rows, sort) {
  let shown = PAGE;
  const body = h("tbody");
  const more = h("button", { class: "quiet", onclick: () => ((shown += PAGE * 5), fill()) });
  const heads = columns.map((column, i) =>
    h("th", { scope: "col", class: column.isNumber ? "number" : undefined }, h("button", { onclick: () => order(i) }, column.title)),
  );
  const compare = (a, b) => (typeof a === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true }));
  const order = (i) => {
    sort.descending = sort.column === i ? !sort.descending : Boolean(columns[i].isNumber);
    sort.column = i;
    arrange();
  };
  function arrange() {
    const { value } = columns[sort.column];
    const sign = sort.descending ? -1 : 1;
    const keyed = rows.map((row, i) => [value(row), i, row]).sort((a, b) => sign * compare(a[0], b[0]) || a[1] - b[1]);
    rows = keyed.map(([, , row]) => row);
    heads.forEach((head, i) => head.setAttribute("aria-sort", i === sort.column ? (sort.descending ? "descending" : "ascending") : "none"));
    fill();
  }
  function fill() {
    body.replaceChildren(
      ...rows.slice(0, shown).map((row) => h("tr", {}, columns.map((column) => h("td", { class: column.isNumber ? "number" : column.isText ? "text" : undefined }, column.cell ? column.cell(row) : column.value(row))))),
    );
    more.hidden = rows.length <= shown;
    more.textContent = `Show more (${(rows.length - shown).toLocaleString("en")} left)`;
  }
  arrange();
  return h("div", { class: "table" }, h("table", {}, h("caption", {}, `${caption}: ${rows.length.toLocaleString("en")}`), h("thead", {}, h("tr", {}, heads)), body), more);
}

/** Columns of nodes, statements and papers; `text` is what exports write. */
export function columnsOf(app, kind) {
  const { model } = app;
  const open = (node) => nodeButton(app, node);
  const first = (papers) => model.span(papers)?.[0] ?? "";
  const last = (papers) => model.span(papers)?.[1] ?? "";
  const end = (title, column) => ({ title, value: (e) => model.label(column[e]), cell: (e) => open(column[e]) });
  return {
    nodes: [
      { title: "Name", value: (n) => model.label(n), cell: open },
      { title: "Type", value: (n) => model.typeOf(n).label },
      { title: "Papers", value: (n) => model.papersOf(n).length, isNumber: true },
      { title: "Links", value: (n) => linksOf(app, n), isNumber: true },
      { title: "First seen", value: (n) => first(model.papersOf(n)) },
      { title: "Last seen", value: (n) => last(model.papersOf(n)) },
    ],
    statements: [
      end("Subject", model.source),
      { title: "Relation", value: (e) => model.meta.predicates[model.predicate[e]].label, cell: (e) => h("button", { class: "why", title: "The sentences that say so", onclick: () => app.set({ edge: e }) }, model.meta.predicates[model.predicate[e]].label) },
      end("Object", model.target),
      { title: "Papers", value: (e) => model.support[e], isNumber: true },
      { title: "Confidence", value: (e) => model.confidence[e] / 100, cell: (e) => (model.confidence[e] / 100).toFixed(2), isNumber: true },
      { title: "First seen", value: (e) => first(model.claimsOf(e)) },
      { title: "Last seen", value: (e) => last(model.claimsOf(e)) },
    ],
  }[kind];
}

function linksOf(app, node) {
  let number = 0;
  for (const edge of app.model.edgesOf(node)) number += app.shown.edges[edge];
  return number;
}

/** The rows on screen, of nodes or statements. */
export function rowsOf(app, kind) {
  const flags = kind === "nodes" ? app.shown.nodes : app.shown.edges;
  const rows = [];
  for (let i = 0; i < flags.length; i++) if (flags[i]) rows.push(i);
  return rows;
}

export class Tables {
  constructor(app) {
    this.app = app;
    this.kind = "nodes";
    this.sorts = { nodes: { column: 2, descending: true }, statements: { column: 3, descending: true } };
  }

  render(element) {
    const names = { nodes: "Nodes", statements: "Statements" };
    const tabs = Object.entries(names).map(([kind, name]) =>
      h("button", { "aria-pressed": String(kind === this.kind), onclick: () => ((this.kind = kind), this.render(element)) }, name),
    );
    element.replaceChildren(
      h("div", { class: "steps", role: "group", "aria-label": "Table of" }, tabs),
      sortableTable(names[this.kind], columnsOf(this.app, this.kind), rowsOf(this.app, this.kind), this.sorts[this.kind]),
    );
  }
}
