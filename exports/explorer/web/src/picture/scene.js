// What is drawn: places, sizes and the state of every node and edge. Renderers read it; only the page's program writes it.

export const HIDDEN = 0;
export const DIM = 1;
export const NORMAL = 2;
export const STRONG = 3;

const GRID = 65535;
// Long lines cost most of a frame where there is no graphics card, and thousands of them are a grey haze: of the links
// between communities the picture draws so many, the best supported ones.
const MOST_ACROSS = 5000;

export function createScene(model) {
  const { count, edgeCount } = model;
  const px = new Float32Array(count);
  const py = new Float32Array(count);
  const radius = new Float32Array(count);
  // Many nodes are drawn smaller, so that communities stay apart; areas grow with the number of papers.
  const factor = Math.min(1.4, Math.max(0.4, 1.2 - 0.46 * Math.log10(count / 600)));
  let most = 2;
  for (let n = model.paperNodes; n < count; n++) most = Math.max(most, model.papers[n]);
  const unit = 11 / (Math.sqrt(Math.max(12, most)) - 1);
  for (let n = 0; n < count; n++) {
    px[n] = model.x[n] / GRID;
    py[n] = model.y[n] / GRID;
    radius[n] = factor * (model.isPaper(n) ? 2.4 : 2.7 + unit * (Math.sqrt(Math.max(1, model.papers[n])) - 1));
  }
  // Small ones are drawn later, onto large ones.
  const byRadius = Uint32Array.from({ length: count }, (_, n) => n).sort((a, b) => radius[b] - radius[a] || a - b);
  const hubs = model.meta.communities.map((c) => c.node).filter((n) => model.papers[n] > 1);
  return {
    model,
    px,
    py,
    radius,
    byRadius,
    hubs,
    across: acrossByRank(model),
    nodeState: new Uint8Array(count).fill(NORMAL),
    edgeState: new Uint8Array(edgeCount).fill(NORMAL),
    ringed: [],
    hovered: -1,
    palette: null,
  };
}

/** Edges between communities, the best supported first. */
function acrossByRank(model) {
  const across = [];
  for (let e = 0; e < model.edgeCount; e++) {
    if (model.community[model.source[e]] !== model.community[model.target[e]]) across.push(e);
  }
  const weight = (e) => model.support[e] * 128 + model.confidence[e];
  return across.sort((a, b) => weight(b) - weight(a) || a - b);
}

/** Leaves out of the picture what of the links between communities is too much; highlighted ones stay. */
export function thinOut(scene) {
  let drawn = 0;
  for (const e of scene.across) {
    if (scene.edgeState[e] === HIDDEN || scene.edgeState[e] === STRONG) continue;
    if (drawn < MOST_ACROSS) drawn++;
    else scene.edgeState[e] = HIDDEN;
  }
}

/** How opaque an edge is: links across communities are fainter, and all are where there are many. */
export function edgeAlpha(scene, edge) {
  const { model } = scene;
  const state = scene.edgeState[edge];
  // Drawn once more over the rest, with an arrowhead.
  if (state === STRONG) return 0.2;
  const across = model.community[model.source[edge]] !== model.community[model.target[edge]];
  const crowd = Math.min(1, Math.max(0.12, (1500 / model.edgeCount) ** 0.5));
  const base = across ? Math.max(0.06, 0.16 * crowd) : Math.max(0.12, 0.5 * crowd);
  return state === DIM ? base * 0.25 : base;
}

/** The node nearest to a point of the screen whose shape it hits, or -1; a little tolerance for small ones. */
export function nodeAt(scene, view, x, y, tolerance = 3) {
  let best = -1;
  let bestDistance = Infinity;
  for (let n = 0; n < scene.px.length; n++) {
    if (scene.nodeState[n] === HIDDEN) continue;
    const dx = view.x(scene.px[n]) - x;
    const dy = view.y(scene.py[n]) - y;
    const distance = Math.hypot(dx, dy) - scene.radius[n] * view.scale;
    if (distance <= tolerance && distance < bestDistance - (scene.nodeState[n] === DIM ? -4 : 0)) {
      best = n;
      bestDistance = distance;
    }
  }
  return best;
}

/** The edge within `tolerance` pixels of a point, or -1; highlighted ones before others. */
export function edgeAt(scene, view, x, y, tolerance = 5) {
  const { source, target } = scene.model;
  let best = -1;
  let bestRank = Infinity;
  for (let e = 0; e < source.length; e++) {
    const state = scene.edgeState[e];
    if (state === HIDDEN || state === DIM) continue;
    const x1 = view.x(scene.px[source[e]]);
    const y1 = view.y(scene.py[source[e]]);
    const dx = view.x(scene.px[target[e]]) - x1;
    const dy = view.y(scene.py[target[e]]) - y1;
    const length = dx * dx + dy * dy;
    const t = length ? Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length)) : 0;
    const distance = Math.hypot(x1 + t * dx - x, y1 + t * dy - y);
    const rank = distance - (state === STRONG ? 100 : 0);
    if (distance <= tolerance && rank < bestRank) [best, bestRank] = [e, rank];
  }
  return best;
}
