// Papers by date as a histogram, with a brush of two handles and a play button.

import { byId, h, icon, s } from "../dom.js";
import { monthName } from "../model.js";

const MOST_BARS = 72;
const STEP_MS = 700;

/** Months a bar: a year, a quarter or a month, as few as keep the bars countable. */
const stepOf = (months) => [1, 3, 12, 24, 60, 120].find((step) => months / step <= MOST_BARS) ?? 240;

export class Brush {
  constructor(element, app) {
    this.app = app;
    this.element = element;
    const { model } = app;
    const dated = [...model.firstMonth.keys()].filter((p) => model.firstMonth[p] >= 0);
    element.hidden = dated.length === 0;
    if (!dated.length) return;
    const first = dated.reduce((low, p) => Math.min(low, model.firstMonth[p]), Infinity);
    const last = dated.reduce((high, p) => Math.max(high, model.lastMonth[p]), 0);
    this.step = stepOf(last - first + 1);
    this.first = Math.floor(first / this.step) * this.step;
    this.bars = Math.floor((last - this.first) / this.step) + 1;
    const counts = new Uint32Array(this.bars);
    for (const p of dated) counts[Math.floor((model.firstMonth[p] - this.first) / this.step)]++;
    this.counts = counts;
    this.build(dated.length);
  }

  build(dated) {
    const most = Math.max(...this.counts);
    this.rects = [...this.counts].map((count, i) => {
      const height = count ? Math.max(2, (count / most) * 100) : 0;
      return s("rect", { x: i + 0.08, width: 0.84, y: 100 - height, height }, s("title", {}, `${this.nameOf(i)}: ${count} papers`));
    });
    const chart = s("svg", { viewBox: `0 0 ${this.bars} 100`, preserveAspectRatio: "none", "aria-hidden": "true" }, ...this.rects);
    const handle = (label) => h("input", { type: "range", min: 0, max: this.bars - 1, step: 1, "aria-label": label });
    this.low = handle("From");
    this.high = handle("To");
    this.low.addEventListener("input", () => this.choose(Math.min(this.low.value, this.high.value), Number(this.high.value)));
    this.high.addEventListener("input", () => this.choose(Number(this.low.value), Math.max(this.low.value, this.high.value)));
    this.chart = h("div", { class: "chart" }, chart, this.low, this.high);
    this.range = h("span", { class: "range" });
    this.clear = h("button", { class: "quiet", onclick: () => this.app.set({ from: null, to: null }) }, "All time");
    this.play = h("button", { class: "icon", "aria-label": "Play", title: "Play through time", onclick: () => this.toggle() }, icon("play"));
    this.element.append(
      this.play,
      this.chart,
      h("div", { class: "when" }, this.range, this.clear),
    );
    this.drag(chart);
    const undated = this.app.model.paperCount - dated;
    this.undated = undated ? `, ${undated} without date` : "";
  }

  nameOf(bar) {
    const month = this.first + bar * this.step;
    if (this.step === 1) return monthName(month);
    const year = Math.floor(month / 12);
    if (this.step === 3) return `${year} Q${Math.floor((month % 12) / 3) + 1}`;
    return this.step === 12 ? String(year) : `${year}–${year + this.step / 12 - 1}`;
  }

  /** A drag over the bars chooses them, a press on the chosen ones moves them. */
  drag(chart) {
    const barAt = (event) => {
      const box = chart.getBoundingClientRect();
      return Math.min(this.bars - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * this.bars)));
    };
    chart.addEventListener("pointerdown", (event) => {
      this.stop();
      const start = barAt(event);
      const [low, high] = this.chosen();
      const isMove = this.app.state.from !== null && start >= low && start <= high;
      chart.setPointerCapture(event.pointerId);
      const move = (e) => {
        const here = barAt(e);
        if (isMove) {
          const shift = Math.max(-low, Math.min(this.bars - 1 - high, here - start));
          this.choose(low + shift, high + shift);
        } else this.choose(Math.min(start, here), Math.max(start, here));
      };
      const end = () => {
        chart.removeEventListener("pointermove", move);
        chart.removeEventListener("pointerup", end);
        chart.removeEventListener("pointercancel", end);
      };
      if (!isMove) move(event);
      chart.addEventListener("pointermove", move);
      chart.addEventListener("pointerup", end);
      chart.addEventListener("pointercancel", end);
    });
  }

  choose(low, high) {
    const isAll = low <= 0 && high >= this.bars - 1;
    const from = this.first + low * this.step;
    const to = this.first + (high + 1) * this.step - 1;
    this.app.set(isAll ? { from: null, to: null } : { from, to });
  }

  chosen() {
    const { from, to } = this.app.state;
    if (from === null) return [0, this.bars - 1];
    const bar = (month) => Math.min(this.bars - 1, Math.max(0, Math.floor((month - this.first) / this.step)));
    return [bar(from), bar(to)];
  }

  toggle() {
    if (this.timer) return this.stop();
    const [low, high] = this.chosen();
    // Without a choice the window is a sixth of all time; it starts again when it has reached the end.
    const width = this.app.state.from === null ? Math.max(1, Math.round(this.bars / 6)) : high - low + 1;
    let at = this.app.state.from === null || high >= this.bars - 1 ? 0 : low;
    this.choose(at, at + width - 1);
    this.timer = setInterval(() => {
      at += 1;
      if (at + width > this.bars) return this.stop();
      this.choose(at, at + width - 1);
    }, STEP_MS);
    this.label("pause", "Pause");
  }

  stop() {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = null;
    this.label("play", "Play");
  }

  label(name, text) {
    this.play.replaceChildren(icon(name));
    this.play.setAttribute("aria-label", text);
  }

  show(state) {
    if (!this.rects) return;
    const [low, high] = this.chosen();
    this.rects.forEach((rect, i) => rect.classList.toggle("out", i < low || i > high));
    this.low.value = low;
    this.high.value = high;
    this.low.setAttribute("aria-valuetext", this.nameOf(low));
    this.high.setAttribute("aria-valuetext", this.nameOf(high));
    this.chart.classList.toggle("brushed", state.from !== null);
    let papers = 0;
    for (let i = low; i <= high; i++) papers += this.counts[i];
    const span = low === high ? this.nameOf(low) : `${this.nameOf(low)} – ${this.nameOf(high)}`;
    this.range.textContent = `${span} · ${papers.toLocaleString("en")} papers${state.from === null ? this.undated : ""}`;
    this.clear.hidden = state.from === null;
    byId("time").classList.toggle("brushed", state.from !== null);
  }
}
