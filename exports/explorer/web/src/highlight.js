// From the filters and the choice to the state of every node and edge of the scene.

import { within } from "./neighbourhood.js";
import { DIM, HIDDEN, NORMAL, STRONG, thinOut } from "./picture/scene.js";

/** Writes the scene's states; returns what is shown as { nodes, edges } of 0 and 1. */
export function highlight(model, state, result, path, scene) {
  const { nodeState, edgeState } = scene;
  const focus = focused(model, state, result, path);
  const others = focus && state.only ? HIDDEN : DIM;
  const shown = { nodes: new Uint8Array(model.count), edges: new Uint8Array(model.edgeCount) };
  for (let n = 0; n < model.count; n++) {
    nodeState[n] = focus?.nodes.get(n) ?? (!result.nodes[n] ? HIDDEN : focus ? others : NORMAL);
    shown.nodes[n] = nodeState[n] === HIDDEN ? 0 : 1;
  }
  for (let e = 0; e < model.edgeCount; e++) {
    const chosen = focus?.edges(e);
    edgeState[e] = chosen ?? (!result.edges[e] ? HIDDEN : focus ? others : NORMAL);
    if (!shown.nodes[model.source[e]] || !shown.nodes[model.target[e]]) edgeState[e] = HIDDEN;
    shown.edges[e] = edgeState[e] === HIDDEN ? 0 : 1;
  }
  thinOut(scene);
  scene.strongest = Boolean(focus);
  scene.ringed = path ? [path.nodes[0], path.nodes.at(-1)] : state.edge !== null ? [model.source[state.edge], model.target[state.edge]] : state.node !== null ? [state.node] : [];
  return shown;
}

/** States by node and by edge of what is chosen, or null where nothing is. */
function focused(model, state, result, path) {
  if (path) {
    const edges = new Set(path.edges);
    return { nodes: new Map(path.nodes.map((n) => [n, STRONG])), edges: (e) => (edges.has(e) ? STRONG : undefined) };
  }
  if (state.edge !== null) {
    const ends = [model.source[state.edge], model.target[state.edge]];
    const near = state.node === null ? new Map() : steps(model, state, result);
    for (const node of near.keys()) near.set(node, NORMAL);
    for (const node of ends) near.set(node, STRONG);
    return { nodes: near, edges: (e) => (e === state.edge ? STRONG : result.edges[e] && near.has(model.source[e]) && near.has(model.target[e]) ? NORMAL : undefined) };
  }
  if (state.node === null) return null;
  const near = steps(model, state, result);
  const nodes = new Map([...near].map(([node, step]) => [node, step <= 1 ? STRONG : NORMAL]));
  const touches = (e) => model.source[e] === state.node || model.target[e] === state.node;
  const isInner = (e) => Math.min(near.get(model.source[e]) ?? Infinity, near.get(model.target[e]) ?? Infinity) < state.hops;
  return {
    nodes,
    edges: (e) => (!result.edges[e] || !near.has(model.source[e]) || !near.has(model.target[e]) ? undefined : touches(e) ? STRONG : isInner(e) || state.only ? NORMAL : DIM),
  };
}

const steps = (model, state, result) => within(model, result.edges, state.node, state.hops);
