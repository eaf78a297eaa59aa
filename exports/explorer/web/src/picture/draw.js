// Draws the scene with a 2D context: the picture where WebGL is missing, the overlay of names, and the PNG.

import { fontOf, placeLabels } from "./labels.js";
import { css, rgb } from "./palette.js";
import { DIM, edgeAlpha, HIDDEN, STRONG } from "./scene.js";
import { trace } from "./shapes.js";

export function drawEdges(context, scene, view) {
  const { model, palette } = scene;
  const groups = new Map();
  for (let e = 0; e < model.edgeCount; e++) {
    const state = scene.edgeState[e];
    if (state === HIDDEN) continue;
    const key = `${state} ${edgeAlpha(scene, e).toFixed(3)}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(e);
  }
  for (const [key, edges] of [...groups].sort()) {
    const [state, alpha] = key.split(" ").map(Number);
    context.strokeStyle = css(state === STRONG ? palette.strong : palette.edge, alpha);
    context.lineWidth = state === STRONG ? 1.5 : 0.8;
    context.beginPath();
    for (const e of edges) {
      context.moveTo(view.x(scene.px[model.source[e]]), view.y(scene.py[model.source[e]]));
      context.lineTo(view.x(scene.px[model.target[e]]), view.y(scene.py[model.target[e]]));
    }
    context.stroke();
  }
}

export function drawNodes(context, scene, view, least = DIM) {
  const { model, palette } = scene;
  for (const dim of [true, false]) {
    for (const node of scene.byRadius) {
      const state = scene.nodeState[node];
      if (state === HIDDEN || state < least || (state === DIM) !== dim) continue;
      const x = view.x(scene.px[node]);
      const y = view.y(scene.py[node]);
      const radius = scene.radius[node] * view.scale;
      if (x < -radius || y < -radius || x > view.width + radius || y > view.height + radius) continue;
      const look = model.typeOf(node);
      context.beginPath();
      trace(context, look.shape, x, y, radius);
      context.fillStyle = css(dim ? palette.dimNode : rgb(look.colour));
      context.fill();
      if (radius > 3) {
        context.strokeStyle = palette.background;
        context.lineWidth = 1;
        context.stroke();
      }
    }
  }
}

/** The highlighted edges with arrowheads, and their ends, over the rest of the picture. */
export function drawStrong(context, scene, view) {
  const { model, palette } = scene;
  context.strokeStyle = css(palette.strong, 0.5);
  context.fillStyle = css(palette.strong, 0.9);
  context.lineWidth = 1.2;
  let any = false;
  for (let e = 0; e < model.edgeCount; e++) {
    if (scene.edgeState[e] !== STRONG) continue;
    any = true;
    const [a, b] = [model.source[e], model.target[e]];
    const [x1, y1, x2, y2] = [view.x(scene.px[a]), view.y(scene.py[a]), view.x(scene.px[b]), view.y(scene.py[b])];
    const length = Math.hypot(x2 - x1, y2 - y1);
    const gap = scene.radius[b] * view.scale * 1.2 + 1;
    if (length < gap + 4) continue;
    const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
    const [tx, ty] = [x2 - ux * gap, y2 - uy * gap];
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(tx - ux * 5, ty - uy * 5);
    context.stroke();
    context.beginPath();
    context.moveTo(tx, ty);
    context.lineTo(tx - ux * 7 - uy * 3, ty - uy * 7 + ux * 3);
    context.lineTo(tx - ux * 7 + uy * 3, ty - uy * 7 - ux * 3);
    context.fill();
  }
  if (any) drawNodes(context, scene, view, STRONG);
}

/** Rings around chosen nodes, and the names. */
export function drawNames(context, scene, view) {
  const { palette } = scene;
  for (const node of [...scene.ringed, scene.hovered]) {
    if (node < 0 || scene.nodeState[node] === HIDDEN) continue;
    context.beginPath();
    context.arc(view.x(scene.px[node]), view.y(scene.py[node]), scene.radius[node] * view.scale * 1.35 + 3, 0, 2 * Math.PI);
    context.strokeStyle = palette.ring;
    context.lineWidth = node === scene.hovered ? 1.2 : 2;
    context.stroke();
  }
  const labels = placeLabels(scene, view);
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const label of labels) {
    context.font = fontOf(label.size, label.weight);
    context.strokeStyle = palette.background;
    context.lineWidth = 3.5;
    context.strokeText(label.text, label.left, label.middle);
    context.fillStyle = label.isSoft ? palette.soft : palette.ink;
    context.fillText(label.text, label.left, label.middle);
  }
  return labels;
}
