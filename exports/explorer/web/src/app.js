// Holds the state, and brings every part of the page in line with it.

import { byId, announce, counted, h, icon } from "./dom.js";
import { note, openHelp, openText } from "./dialogs.js";
import { applyFilters } from "./filter.js";
import { highlight } from "./highlight.js";
import { listenToKeys } from "./keyboard.js";
import { shortestPath, within } from "./neighbourhood.js";
import { Brush } from "./panels/brush.js";
import { edgeCard, pathCard } from "./panels/edge_card.js";
import { Filters } from "./panels/filters.js";
import { nodeCard } from "./panels/node_card.js";
import { Results } from "./panels/results.js";
import { Search } from "./panels/search.js";
import { Tables } from "./panels/tables.js";
import { hasFastWebGl, Picture } from "./picture/picture.js";
import { SearchIndex } from "./search_index.js";
import { fromHash, initialState, toHash } from "./state.js";
import { svgElement } from "./takeaway/images.js";
import { Menu } from "./takeaway/menu.js";
import { Theme } from "./theme.js";

const VIEW_NAMES = { picture: "Graph", table: "Table", results: "Results" };
const FILTERS = ["hiddenTypes", "hiddenPredicates", "confidence", "support", "from", "to"];

export class App {
  constructor(model) {
    this.model = model;
    this.state = initialState();
    this.index = new SearchIndex(model);
    this.theme = new Theme((isDark) => this.picture?.setDark(isDark));
    this.results = new Results(this);
    this.tables = new Tables(this);
    this.frame();
    this.picture = new Picture(byId("picture"), model, this.theme.isDark, {
      nodeClicked: (node) => this.set({ node, edge: null, path: null }),
      edgeClicked: (edge) => this.set({ edge, path: null }),
      emptyClicked: () => this.set({ node: null, edge: null, path: null, only: false }),
      moved: () => this.keepCamera(),
    }, hasFastWebGl());
    this.refilter();
    this.draw();
    this.picture.fit(null, false);
  }

  /** The parts of the page that stand all the time. */
  frame() {
    this.search = new Search(byId("search"), this.model, {
      id: "find",
      label: "Find a method, dataset, metric, task or paper",
      placeholder: "Find a name or title   /",
      find: (text) => this.index.find(text),
      choose: (node) => this.choose(node),
    });
    this.tabs = Object.entries(VIEW_NAMES).map(([view, name]) =>
      h("button", { role: "tab", id: `tab-${view}`, "aria-controls": view === "picture" ? "picture" : "sheet", onclick: () => this.set({ view }) }, name),
    );
    byId("views").append(...this.tabs);
    this.menu = new Menu(byId("actions"), this);
    byId("actions").append(
      this.theme.button,
      h("button", { class: "icon", "aria-label": "Keys and help", title: "Keys and help", onclick: () => this.toggleHelp() }, icon("help")),
    );
    const toggle = byId("filters-toggle");
    toggle.append(icon("filter"));
    toggle.addEventListener("click", () => this.openFilters(!byId("filters").classList.contains("open")));
    const button = (name, label, act) => h("button", { class: "icon", "aria-label": label, title: label, onclick: act }, icon(name));
    byId("zoom").append(
      button("plus", "Zoom in", () => this.picture.zoom(0.7)),
      button("minus", "Zoom out", () => this.picture.zoom(1.4)),
      button("fit", "See all", () => this.picture.fit()),
    );
    this.filters = new Filters(byId("filters"), this);
    this.brush = new Brush(byId("time"), this);
    window.addEventListener("beforeprint", () => this.printed(true));
    window.addEventListener("afterprint", () => this.printed(false));
  }

  /** When the details are there: ids for the address, aliases for the search, and the keys. */
  begin() {
    this.index.addAliases();
    listenToKeys(this);
    window.addEventListener("hashchange", () => this.restore());
    this.restore();
    document.body.dataset.ready = this.picture.kind;
    performance.mark("interactive");
  }

  restore() {
    this.state = fromHash(this.model, location.hash);
    this.refilter();
    if (this.state.camera) this.picture.camera = this.state.camera;
    this.draw();
    const card = this.showCard();
    if (!this.state.camera && (this.state.node !== null || this.state.path)) card.then(() => this.fitFocus(false));
  }

  /** Changes the state and all that follows from it; `fit` moves the picture to what is chosen. */
  set(change, { fit = false } = {}) {
    const before = this.state;
    this.state = { ...before, ...change };
    const has = (...keys) => keys.some((key) => key in change && change[key] !== before[key]);
    if (has(...FILTERS)) this.refilter();
    this.draw();
    const card = has(...FILTERS, "node", "edge", "path", "hops") ? this.showCard() : Promise.resolve();
    // The card takes its room first.
    if (fit) card.then(() => this.fitFocus());
    this.keep();
  }

  refilter() {
    this.result = applyFilters(this.model, this.state);
  }

  draw() {
    const { model, state, result } = this;
    this.path = state.path ? shortestPath(model, result.edges, ...state.path) : null;
    this.shown = highlight(model, state, result, this.path, this.picture.scene);
    this.picture.update();
    this.filters.show(state, result);
    this.brush.show(state);
    const only = byId("card").querySelector(".only input");
    if (only) only.checked = state.only;
    this.tabs.forEach((tab) => tab.setAttribute("aria-selected", String(tab.id === `tab-${state.view}`)));
    document.body.dataset.view = state.view;
    byId("sheet").hidden = state.view === "picture";
    byId("picture").setAttribute("aria-label", `Graph of ${counted(result.papers, "paper")}, ${counted(result.entities, "entity", "entities")} and ${counted(result.statements, "statement")}. The table has the same as text.`);
    if (state.view === "table") this.tables.render(byId("sheet"));
    if (state.view === "results") this.results.render(byId("sheet"));
  }

  /** Chooses a node from a list or the search, and moves the picture there. */
  choose(node) {
    this.openFilters(false);
    this.set({ node, edge: null, path: null }, { fit: this.state.view === "picture" });
    announce(`${this.model.label(node)}, ${this.model.typeOf(node).label}`);
  }

  fitFocus(isAnimated = true) {
    const { model, state, path } = this;
    if (path) return this.picture.fit(path.nodes, isAnimated);
    if (state.node === null) return this.picture.fit(null, isAnimated);
    const near = [...within(model, this.result.edges, state.node, state.only ? state.hops : 1).keys()];
    // A hub's neighbours may be everywhere: then its own community is the place to look at.
    const home = near.filter((n) => model.community[n] === model.community[state.node]);
    const isWide = this.picture.extent(near) > 0.5 && home.length > 4;
    this.picture.fit(state.only || !isWide ? near : home, isAnimated);
  }

  async showCard() {
    const { state } = this;
    const card = byId("card");
    const isOpen = state.path !== null || state.edge !== null || state.node !== null;
    const request = (this.cardRequest = {});
    if (!isOpen) {
      card.hidden = true;
      card.replaceChildren();
      return;
    }
    const parts = state.edge !== null ? edgeCard(this, state.edge) : state.path ? pathCard(this, state.path, this.path) : nodeCard(this, state.node);
    card.hidden = false;
    const content = await parts;
    if (request !== this.cardRequest) return;
    const focused = card.contains(document.activeElement) ? document.activeElement : null;
    card.replaceChildren(...content);
    card.scrollTop = 0;
    // Whoever goes by keyboard stays where they were, or at least inside the card.
    if (focused) {
      const name = focused.getAttribute("aria-label") ?? "Close";
      (card.querySelector(`[aria-label="${CSS.escape(name)}"]`) ?? card.querySelector(".close"))?.focus({ preventScroll: true });
    }
  }

  closeButton() {
    return h("button", { class: "icon close", "aria-label": "Close", title: "Close (Esc)", onclick: () => this.back() }, icon("close"));
  }

  /** One step back: menus, then the edge, the path, the node, the filters' drawer. */
  back() {
    if (this.menu.close()) return;
    const { state } = this;
    if (byId("filters").classList.contains("open")) this.openFilters(false);
    else if (state.edge !== null) this.set({ edge: null });
    else if (state.path) this.set({ path: null, node: state.node ?? state.path[0] });
    else if (state.node !== null) this.set({ node: null, only: false });
    else if (state.view !== "picture") this.set({ view: "picture" });
    else this.picture.fit();
  }

  resetFilters() {
    const { hiddenTypes, hiddenPredicates, confidence, support, from, to } = initialState();
    this.set({ hiddenTypes, hiddenPredicates, confidence, support, from, to });
  }

  openFilters(isOpen) {
    byId("filters").classList.toggle("open", isOpen);
    byId("filters-toggle").setAttribute("aria-expanded", String(isOpen));
  }

  toggleHelp() {
    openHelp(this.model);
  }

  say(text) {
    note(text);
    announce(text);
  }

  showText(title, text) {
    openText(title, text);
  }

  keepCamera() {
    clearTimeout(this.cameraTimer);
    this.cameraTimer = setTimeout(() => {
      this.state.camera = this.picture.camera;
      this.keep();
    }, 250);
  }

  /** Writes the state to the address, once things are calm. */
  keep() {
    if (!this.model.details) return;
    clearTimeout(this.keepTimer);
    this.keepTimer = setTimeout(() => {
      try {
        history.replaceState(null, "", `#${toHash(this.model, this.state)}`);
      } catch {
        // A page inside a notebook has no address of its own.
      }
    }, 150);
  }

  link() {
    return `${location.href.split("#")[0]}#${toHash(this.model, { ...this.state, camera: this.picture.camera })}`;
  }

  /** On paper the picture is drawn as SVG: what WebGL drew is gone when the printer asks. */
  printed(isBegin) {
    byId("paper")?.remove();
    if (isBegin && this.state.view === "picture") {
      const paper = svgElement(this.picture.scene, this.picture.renderer.view(), document.title);
      paper.id = "paper";
      byId("picture").append(paper);
    }
  }
}
