// What the user has chosen, and the same as the address's fragment, so that a link restores it.

export const VIEWS = ["picture", "table", "results"];

export function initialState() {
  return {
    view: "picture",
    hiddenTypes: new Set(),
    hiddenPredicates: new Set(),
    confidence: 0,
    support: 1,
    from: null,
    to: null,
    node: null,
    edge: null,
    hops: 1,
    only: false,
    path: null,
    camera: null,
    board: ["", "", ""],
  };
}

const number = (text, low, high, otherwise) => {
  const value = Number(text);
  return text !== null && Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : otherwise;
};

export function toHash(model, state) {
  const out = new URLSearchParams();
  const names = (set, list) => [...set].map((i) => list[i].name).sort().join(" ");
  if (state.view !== "picture") out.set("view", state.view);
  if (state.hiddenTypes.size) out.set("without", names(state.hiddenTypes, model.meta.types));
  if (state.hiddenPredicates.size) out.set("not", names(state.hiddenPredicates, model.meta.predicates));
  if (state.confidence > 0) out.set("confidence", state.confidence);
  if (state.support > 1) out.set("support", state.support);
  if (state.from !== null) out.set("months", `${state.from}-${state.to}`);
  if (state.path) out.set("path", state.path.map(model.idOf).join(" "));
  if (state.edge !== null) {
    const e = state.edge;
    out.set("edge", [model.idOf(model.source[e]), model.meta.predicates[model.predicate[e]].name, model.idOf(model.target[e])].join(" "));
  }
  if (state.node !== null) {
    out.set("node", model.idOf(state.node));
    if (state.hops !== 1) out.set("hops", state.hops);
    if (state.only) out.set("only", "1");
  }
  if (state.camera) out.set("camera", state.camera.map((value) => value.toFixed(4)).join(" "));
  if (state.board.some(Boolean)) state.board.forEach((name, i) => name && out.set(["task", "dataset", "metric"][i], name));
  return out.toString();
}

/** The state that a fragment names; what it names and the graph lacks is passed over. */
export function fromHash(model, hash) {
  const state = initialState();
  const input = new URLSearchParams(hash.replace(/^#/, ""));
  const numbers = (text, list) => new Set((text ?? "").split(" ").map((name) => list.findIndex((item) => item.name === name)).filter((i) => i >= 0));
  if (VIEWS.includes(input.get("view"))) state.view = input.get("view");
  state.hiddenTypes = numbers(input.get("without"), model.meta.types);
  state.hiddenPredicates = numbers(input.get("not"), model.meta.predicates);
  state.confidence = number(input.get("confidence"), 0, 100, 0);
  state.support = Math.round(number(input.get("support"), 1, 1e9, 1));
  const months = /^(\d{1,6})-(\d{1,6})$/.exec(input.get("months") ?? "");
  if (months && Number(months[1]) <= Number(months[2])) [state.from, state.to] = [Number(months[1]), Number(months[2])];
  const node = model.nodeOfId(input.get("node"));
  if (node >= 0) state.node = node;
  state.hops = Math.round(number(input.get("hops"), 1, 3, 1));
  state.only = input.get("only") === "1";
  const path = (input.get("path") ?? "").split(" ").map(model.nodeOfId);
  if (path.length === 2 && path.every((n) => n >= 0)) state.path = path;
  state.edge = edgeNamed(model, input.get("edge"));
  const camera = (input.get("camera") ?? "").split(" ").map(Number);
  if (camera.length === 3 && camera.every(Number.isFinite) && camera[2] > 0) state.camera = camera;
  state.board = ["task", "dataset", "metric"].map((name) => input.get(name) ?? "");
  return state;
}

function edgeNamed(model, text) {
  const [subject, predicate, object] = (text ?? "").split(" ");
  const source = model.nodeOfId(subject);
  const target = model.nodeOfId(object);
  if (source < 0 || target < 0) return null;
  const found = [...model.edgesOf(source)].find(
    (e) => model.source[e] === source && model.target[e] === target && model.meta.predicates[model.predicate[e]].name === predicate,
  );
  return found ?? null;
}
