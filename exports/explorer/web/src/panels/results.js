// Leaderboards: stated values by task, dataset and metric.

import { h, words } from "../dom.js";
import { allResults, valueText } from "../evidence.js";
import { nodeButton } from "./parts.js";
import { sortableTable } from "./tables.js";

const SLOTS = ["task", "dataset", "metric"];

export class Results {
  constructor(app) {
    this.app = app;
    this.isOneMetric = null;
  }

  /** The rows of the chosen board, as they are shown. */
  async rows() {
    const { model, state } = this.app;
    const inTime = (r) => state.from === null || (model.lastMonth[r.paper] >= state.from && model.firstMonth[r.paper] <= state.to);
    const all = (await allResults()).filter((r) => r.metric && (r.task || r.dataset) && inTime(r));
    return { all, chosen: all.filter((r) => SLOTS.every((slot, i) => !state.board[i] || r[slot]?.label === state.board[i])) };
  }

  async render(element) {
    const { app } = this;
    const { all, chosen } = await this.rows();
    const columns = [
      { title: "Method", value: (r) => r.method?.label ?? "", cell: (r) => this.name(r.method) },
      { title: "Value", value: (r) => Number(r.value), cell: (r) => h("strong", {}, valueText(r)), isNumber: true },
      { title: "Metric", value: (r) => r.metric.label, cell: (r) => this.name(r.metric) },
      { title: "Dataset", value: (r) => r.dataset?.label ?? "", cell: (r) => this.name(r.dataset) },
      { title: "Task", value: (r) => r.task?.label ?? "", cell: (r) => this.name(r.task) },
      { title: "Kind", value: (r) => r.kind },
      { title: "Date", value: (r) => app.model.dateOf(r.paper) },
      { title: "Paper", isText: true, value: (r) => app.model.titles[r.paper], cell: (r) => (r.paper < app.model.paperNodes ? nodeButton(app, r.paper) : words(app.model.titles[r.paper])) },
      { title: "In the words of the paper", isText: true, value: (r) => r.quote, cell: (r) => words(r.quote, "q") },
    ];
    // Values of several metrics have no common order: the latest come first then.
    const isOneMetric = Boolean(app.state.board[2]);
    if (isOneMetric !== this.isOneMetric) {
      this.isOneMetric = isOneMetric;
      this.sort = { column: columns.findIndex(({ title }) => title === (isOneMetric ? "Value" : "Date")), descending: true };
    }
    element.replaceChildren(
      h("div", { class: "board" }, SLOTS.map((slot, i) => this.select(slot, i, all))),
      this.best(all),
      sortableTable("Stated results", columns, chosen, this.sort),
    );
  }

  name(slot) {
    if (!slot) return "";
    return slot.node >= 0 ? nodeButton(this.app, slot.node) : words(slot.label);
  }

  select(slot, i, all) {
    const { state } = this.app;
    const fits = all.filter((r) => SLOTS.every((other, j) => j === i || !state.board[j] || r[other]?.label === state.board[j]));
    const counts = new Map();
    for (const r of fits) if (r[slot]) counts.set(r[slot].label, (counts.get(r[slot].label) ?? 0) + 1);
    if (state.board[i] && !counts.has(state.board[i])) counts.set(state.board[i], 0);
    const options = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "en"));
    const field = h(
      "select",
      { "aria-label": slot, onchange: () => this.app.set({ board: state.board.map((old, j) => (j === i ? field.value : old)) }) },
      h("option", { value: "" }, `any ${slot}`),
      options.map(([name, count]) => h("option", { value: name }, `${name} (${count})`)),
    );
    field.value = state.board[i];
    return h("label", {}, h("span", {}, slot), field);
  }

  /** The boards with most rows, to begin with. */
  best(all) {
    if (this.app.state.board.some(Boolean)) return h("p", {}, h("button", { class: "quiet", onclick: () => this.app.set({ board: ["", "", ""] }) }, "All boards"));
    const counts = new Map();
    for (const r of all) {
      if (!r.dataset) continue;
      const key = JSON.stringify(["", r.dataset.label, r.metric.label]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const most = [...counts].filter(([, count]) => count > 1).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 8);
    return h(
      "p",
      { class: "boards" },
      most.map(([key, count]) => {
        const board = JSON.parse(key);
        return h("button", { onclick: () => this.app.set({ board }) }, words(board.filter(Boolean).join(" · ")), h("small", {}, ` ${count}`));
      }),
    );
  }
}
