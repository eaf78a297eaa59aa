// Which names stand where: the most important first, none over another.

import { DIM, HIDDEN, NORMAL, STRONG } from "./scene.js";

const LONGEST = 36;
const CELL = 48;
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';
// Characters that turn the direction of text beside them (Unicode Annex 9) have no place in a drawn name.
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export const fontOf = (size, weight) => `${weight} ${size}px ${FONT}`;
export const FONT_FAMILY = FONT;

const measure = document.createElement("canvas").getContext("2d");
const widths = new Map();

function widthOf(text, size, weight) {
  const key = `${weight} ${size} ${text}`;
  if (!widths.has(key)) {
    measure.font = fontOf(size, weight);
    widths.set(key, measure.measureText(text).width);
  }
  return widths.get(key);
}

export const shortened = (text) => {
  const plain = text.replace(TURNS, "").replace(/\s+/g, " ");
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 2).trimEnd()}…` : plain;
};

/** Boxes that are taken, found by the cells of a grid. */
class Taken {
  cells = new Map();

  *keys(box) {
    for (let i = Math.floor(box.left / CELL); i <= Math.floor(box.right / CELL); i++) {
      for (let j = Math.floor(box.top / CELL); j <= Math.floor(box.bottom / CELL); j++) yield i * 4096 + j;
    }
  }

  isFree(box) {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) return false;
      }
    }
    return true;
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }
}

/** Names to try, most important first: hovered and chosen ones, communities' hubs, then by size. */
function* candidates(scene) {
  const seen = new Set();
  const take = (node) => {
    if (node < 0 || seen.has(node) || scene.nodeState[node] <= DIM) return false;
    seen.add(node);
    return true;
  };
  for (const node of [scene.hovered, ...scene.ringed]) {
    if (node >= 0 && scene.nodeState[node] !== HIDDEN && !seen.has(node)) {
      seen.add(node);
      yield [node, 3];
    }
  }
  if (scene.strongest) for (const node of scene.byRadius) if (scene.nodeState[node] === STRONG && take(node)) yield [node, 2];
  for (const node of scene.hubs) if (scene.nodeState[node] === NORMAL && take(node)) yield [node, 1];
  for (const node of scene.byRadius) if (take(node)) yield [node, 0];
}

/** Labels as text, left edge, middle and font for a view. Deterministic for equal scenes and views. */
export function placeLabels(scene, view) {
  const taken = new Taken();
  const labels = [];
  const most = Math.max(20, (view.width * view.height) / 12000);
  // Where nodes are drawn small, so are those with a name.
  const smallest = Math.min(3.4, scene.radius[scene.byRadius[Math.min(scene.byRadius.length - 1, 120)]] ?? 3.4);
  for (const [node, rank] of candidates(scene)) {
    if (labels.length >= most) break;
    const radius = scene.radius[node] * view.scale;
    if (rank === 0 && radius < smallest) break;
    const x = view.x(scene.px[node]);
    const y = view.y(scene.py[node]);
    if (x < -40 || y < 0 || x > view.width + 40 || y > view.height) continue;
    const size = Math.round(Math.min(15, Math.max(11, 9 + radius * 0.55))) + (rank === 3 ? 1 : 0);
    const weight = rank >= 1 || radius > 7 ? 600 : 400;
    const text = shortened(scene.model.label(node));
    const width = widthOf(text, size, weight);
    const gap = radius * 1.25 + 4;
    const places = [
      [x + gap, y],
      [x - gap - width, y],
      [x - width / 2, y + gap + size / 2],
      [x - width / 2, y - gap - size / 2],
    ];
    // Beside the node if the name ends inside the picture there, else wherever it does.
    const isInside = ([left]) => left >= 2 && left + width <= view.width - 2;
    for (const [left, middle] of [...places.filter(isInside), ...places.filter((p) => !isInside(p))]) {
      const box = { left: left - 3, right: left + width + 3, top: middle - size * 0.7, bottom: middle + size * 0.7 };
      if (!taken.isFree(box)) continue;
      taken.add(box);
      labels.push({ node, text, left, middle, size, weight, isSoft: rank === 0 && scene.model.isPaper(node) });
      break;
    }
  }
  return labels;
}
