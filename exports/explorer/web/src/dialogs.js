// Windows over the page: the keys, a text to copy; and short notes that go by themselves.

import { byId, h, icon } from "./dom.js";
import { KEYS } from "./keyboard.js";

function open(title, ...content) {
  const close = h("button", { class: "icon", "aria-label": "Close", onclick: () => dialog.close() }, icon("close"));
  const dialog = h("dialog", { "aria-label": title, onclose: () => dialog.remove() }, h("div", { class: "card-head" }, h("h2", {}, title), close), ...content);
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function openHelp(model) {
  open(
    "Keys",
    h("dl", { class: "keys" }, KEYS.map(([keys, what]) => [h("dt", {}, h("kbd", {}, keys)), h("dd", {}, what)])),
    h("p", { class: "note" }, "Click a node for its neighbourhood, a line for the sentences that say so. Drag over the bars below for a span of time. The address keeps the view: copy it to share."),
    h("p", { class: "note" }, `paperkg ${model.meta.version}. Drawn with sigma.js and graphology (MIT licence). This page fetches nothing.`),
  );
}

export function openText(title, text) {
  const area = h("textarea", { readonly: true, rows: 14, cols: 70, "aria-label": title });
  area.value = text;
  open(title, area);
  area.select();
}

let timer = null;

export function note(text) {
  const tip = byId("tip");
  tip.textContent = text;
  tip.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => (tip.hidden = true), 3500);
}
