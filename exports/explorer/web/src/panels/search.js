// The search field with suggestions (WAI-ARIA combobox pattern with a list).

import { h, words } from "../dom.js";
import { glyph } from "../glyph.js";

export class Search {
  /** `find(text)` gives suggestions of { node, alias }, `choose(node)` takes one. */
  constructor(element, model, { id, label, placeholder, find, choose }) {
    Object.assign(this, { model, find, choose, items: [], at: -1, id });
    this.list = h("ul", { id: `${id}-list`, role: "listbox", "aria-label": "Suggestions", hidden: true });
    this.input = h("input", {
      id: `${id}-input`,
      type: "search",
      role: "combobox",
      autocomplete: "off",
      spellcheck: false,
      placeholder,
      "aria-label": label,
      "aria-controls": `${id}-list`,
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      oninput: () => this.suggest(),
      onkeydown: (event) => this.key(event),
      onfocus: () => this.input.value && this.suggest(),
      onblur: () => setTimeout(() => this.close(), 150),
    });
    element.append(this.input, this.list);
  }

  suggest() {
    this.items = this.find(this.input.value);
    this.at = this.items.length ? 0 : -1;
    const rows = this.items.map(({ node, alias }, i) => {
      const type = this.model.typeOf(node);
      const extra = this.model.isPaper(node) ? this.model.dateOf(node) : `${this.model.papers[node].toLocaleString("en")}`;
      return h(
        "li",
        { id: `${this.id}-${i}`, role: "option", onpointerdown: (event) => (event.preventDefault(), this.take(i)) },
        glyph(type),
        h("span", { class: "what" }, words(this.model.label(node)), alias ? h("small", {}, " also ", words(alias)) : null),
        h("small", { class: "count" }, extra),
        h("span", { class: "unseen" }, `, ${type.label}`),
      );
    });
    if (!rows.length && this.input.value.trim()) rows.push(h("li", { class: "none" }, "No name has this in it"));
    this.list.replaceChildren(...rows);
    this.list.hidden = rows.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark();
  }

  mark() {
    this.items.forEach((_, i) => this.list.children[i].setAttribute("aria-selected", String(i === this.at)));
    if (this.at >= 0) {
      this.input.setAttribute("aria-activedescendant", `${this.id}-${this.at}`);
      this.list.children[this.at].scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const { length } = this.items;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) return this.suggest();
      if (length) this.at = (this.at + (event.key === "ArrowDown" ? 1 : length - 1)) % length;
      this.mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.list.hidden) this.suggest();
      if (this.at >= 0) this.take(this.at);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (this.list.hidden) this.input.blur();
      else this.close();
    }
  }

  take(i) {
    const { node } = this.items[i];
    this.close();
    this.input.value = "";
    this.input.blur();
    this.choose(node);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }

  focus() {
    this.input.focus();
    this.input.select();
  }
}
