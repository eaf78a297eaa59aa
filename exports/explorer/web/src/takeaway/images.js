// The picture as PNG and as SVG, drawn from the scene anew: what is on screen, at any density.

import { drawEdges, drawNames, drawNodes, drawStrong } from "../picture/draw.js";
import { FONT_FAMILY, placeLabels } from "../picture/labels.js";
import { css, LIGHT, rgb } from "../picture/palette.js";
import { DIM, edgeAlpha, HIDDEN, STRONG } from "../picture/scene.js";
import { svgShape } from "../picture/shapes.js";
import { s } from "../dom.js";

const DENSITY = 2;

/** A PNG at twice the density of the screen. */
export function png(scene, view) {
  const canvas = document.createElement("canvas");
  canvas.width = view.width * DENSITY;
  canvas.height = view.height * DENSITY;
  const context = canvas.getContext("2d");
  context.scale(DENSITY, DENSITY);
  context.fillStyle = scene.palette.background;
  context.fillRect(0, 0, view.width, view.height);
  drawEdges(context, scene, view);
  drawNodes(context, scene, view);
  drawStrong(context, scene, view);
  drawNames(context, scene, view);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** SVG text, in the colours of paper. */
export const svg = (scene, view, title) => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svgElement(scene, view, title))}\n`;

/** The picture as an SVG element. */
export function svgElement(scene, view, title) {
  const { model } = scene;
  const palette = LIGHT;
  const fixed = (value) => value.toFixed(1);
  const root = s("svg", { width: view.width, height: view.height, viewBox: `0 0 ${view.width} ${view.height}`, "font-family": FONT_FAMILY });
  root.append(s("title", {}, title), s("rect", { width: "100%", height: "100%", fill: palette.background }));
  const edges = s("g", { fill: "none", stroke: css(palette.edge) });
  for (let e = 0; e < model.edgeCount; e++) {
    const state = scene.edgeState[e];
    if (state === HIDDEN) continue;
    const [x1, y1, x2, y2] = [model.source[e], model.target[e]].flatMap((n) => [view.x(scene.px[n]), view.y(scene.py[n])]);
    if (Math.max(x1, x2) < 0 || Math.min(x1, x2) > view.width || Math.max(y1, y2) < 0 || Math.min(y1, y2) > view.height) continue;
    const line = s("path", { d: `M${fixed(x1)} ${fixed(y1)}L${fixed(x2)} ${fixed(y2)}`, "stroke-opacity": edgeAlpha(scene, e).toFixed(2) });
    if (state === STRONG) line.setAttribute("stroke", css(palette.strong));
    edges.append(line);
  }
  const nodes = s("g", { stroke: palette.background });
  for (const node of scene.byRadius) {
    const state = scene.nodeState[node];
    const [x, y, radius] = [view.x(scene.px[node]), view.y(scene.py[node]), scene.radius[node] * view.scale];
    if (state === HIDDEN || x < -radius || y < -radius || x > view.width + radius || y > view.height + radius) continue;
    const look = model.typeOf(node);
    const [name, geometry] = svgShape(look.shape, x, y, radius);
    nodes.append(s(name, { ...geometry, fill: state === DIM ? css(palette.dimNode) : css(rgb(look.colour)) }, s("title", {}, model.label(node))));
  }
  const names = s("g", { fill: palette.ink, stroke: palette.background, "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke", "dominant-baseline": "central" });
  for (const label of placeLabels(scene, view)) {
    names.append(s("text", { x: fixed(label.left), y: fixed(label.middle), "font-size": label.size, "font-weight": label.weight }, label.text));
  }
  root.append(edges, nodes, names);
  return root;
}
