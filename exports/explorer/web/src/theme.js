// Light or dark: as the system says, until the reader chooses.

import { h, icon } from "./dom.js";

export class Theme {
  constructor(changed) {
    this.system = matchMedia("(prefers-color-scheme: dark)");
    this.choice = null;
    this.button = h("button", { class: "icon", "aria-label": "Light or dark", title: "Light or dark", onclick: () => this.toggle() }, icon("sun"));
    this.system.addEventListener("change", () => this.apply(changed));
    this.changed = changed;
    this.apply(() => {});
  }

  get isDark() {
    return this.choice === null ? this.system.matches : this.choice === "dark";
  }

  toggle() {
    this.choice = this.isDark ? "light" : "dark";
    this.apply(this.changed);
  }

  apply(changed) {
    document.documentElement.dataset.theme = this.isDark ? "dark" : "light";
    this.button.setAttribute("aria-pressed", String(this.isDark));
    changed(this.isDark);
  }
}
