// The picture: a renderer (WebGL, or a 2D canvas where that is missing or slow), and over it the chosen links, rings and names.

import { CanvasRenderer } from "./canvas_renderer.js";
import { drawNames, drawStrong } from "./draw.js";
import { DARK, LIGHT } from "./palette.js";
import { createScene, edgeAt, HIDDEN, nodeAt } from "./scene.js";
import { SigmaRenderer } from "./sigma_renderer.js";

/** Whether WebGL is there, and computed by a graphics card: by the processor it is slower than a 2D canvas. */
export function hasFastWebGl() {
  try {
    const gl = document.createElement("canvas").getContext("webgl2");
    const info = gl.getExtension("WEBGL_debug_renderer_info");
    const name = info ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : "";
    gl.getExtension("WEBGL_lose_context")?.loseContext();
    return !/swiftshader|llvmpipe|software|basic render/i.test(name);
  } catch {
    return false;
  }
}

export class Picture {
  /** `events`: nodeClicked, edgeClicked, emptyClicked, moved. */
  constructor(container, model, isDark, events, useWebGl) {
    this.container = container;
    this.events = events;
    this.scene = createScene(model);
    this.scene.palette = isDark ? DARK : LIGHT;
    const layer = document.createElement("div");
    layer.className = "layer";
    this.overlay = document.createElement("canvas");
    this.overlay.className = "layer overlay";
    container.append(layer, this.overlay);
    const handlers = {
      rendered: (view) => this.drawOverlay(view),
      clicked: (x, y) => this.clicked(x, y),
      hovered: (x, y) => this.hover(x, y),
      moved: () => this.events.moved(),
    };
    this.renderer = new (useWebGl ? SigmaRenderer : CanvasRenderer)(layer, this.scene, handlers);
    this.labels = [];
    this.fitOverlay();
    new ResizeObserver(() => this.resize()).observe(container);
    container.addEventListener("pointerleave", () => this.setHovered(-1));
  }

  get kind() {
    return this.renderer.kind;
  }

  fitOverlay() {
    const density = window.devicePixelRatio || 1;
    this.overlay.width = this.container.clientWidth * density;
    this.overlay.height = this.container.clientHeight * density;
    this.overlay.getContext("2d").setTransform(density, 0, 0, density, 0, 0);
  }

  resize() {
    if (!this.container.clientWidth) return;
    this.fitOverlay();
    this.renderer.resize();
  }

  drawOverlay(view) {
    const context = this.overlay.getContext("2d");
    context.clearRect(0, 0, view.width, view.height);
    drawStrong(context, this.scene, view);
    this.labels = drawNames(context, this.scene, view);
    this.container.dataset.frames = String(Number(this.container.dataset.frames ?? 0) + 1);
  }

  clicked(x, y) {
    const view = this.renderer.view();
    const node = nodeAt(this.scene, view, x, y);
    if (node >= 0) return this.events.nodeClicked(node);
    const edge = edgeAt(this.scene, view, x, y);
    return edge >= 0 ? this.events.edgeClicked(edge) : this.events.emptyClicked();
  }

  hover(x, y) {
    if (this.hoverPending) return;
    this.hoverPending = requestAnimationFrame(() => {
      this.hoverPending = null;
      this.setHovered(nodeAt(this.scene, this.renderer.view(), x, y));
    });
  }

  setHovered(node) {
    if (node === this.scene.hovered) return;
    this.scene.hovered = node;
    this.container.classList.toggle("on-node", node >= 0);
    this.drawOverlay(this.renderer.view());
  }

  setDark(isDark) {
    this.scene.palette = isDark ? DARK : LIGHT;
    this.renderer.update(true);
  }

  update() {
    this.renderer.update();
  }

  get camera() {
    const { x, y, ratio } = this.renderer.camera;
    return [x, y, ratio];
  }

  set camera([x, y, ratio]) {
    this.renderer.moveTo({ x, y, ratio });
  }

  zoom(factor) {
    this.renderer.zoomAt(factor, this.container.clientWidth / 2, this.container.clientHeight / 2);
  }

  pan(dx, dy) {
    const view = this.renderer.view();
    const side = view.x(1) - view.x(0);
    const { x, y, ratio } = this.renderer.camera;
    // Both renderers map the square of places to the unit square of the camera.
    this.renderer.moveTo({ x: x + dx / side, y: y - dy / side, ratio });
  }

  bounds(nodes) {
    const { px, py } = this.scene;
    let [left, right, low, high] = [1, 0, 1, 0];
    for (const n of nodes) {
      left = Math.min(left, px[n]);
      right = Math.max(right, px[n]);
      low = Math.min(low, py[n]);
      high = Math.max(high, py[n]);
    }
    return [left, right, low, high];
  }

  /** The longer side of what holds some nodes, 1 being the whole picture. */
  extent(nodes) {
    const [left, right, low, high] = this.bounds(nodes);
    return Math.max(right - left, high - low);
  }

  /** Moves so that these nodes fill the picture; all that are shown if none are given. */
  fit(nodes = null, isAnimated = true) {
    const { px, nodeState } = this.scene;
    const chosen = nodes ?? [...px.keys()].filter((n) => nodeState[n] !== HIDDEN);
    if (!chosen.length) return;
    this.resize();
    const [left, right, low, high] = this.bounds(chosen);
    const { clientWidth: width, clientHeight: height } = this.container;
    // On a phone the card lies over the picture: the middle of what is left is the middle.
    const covered = this.covered();
    const side = Math.min(width, height);
    const ratio = Math.max(((right - left) * side) / width, ((high - low) * side) / (height - covered), 0.02) * (nodes ? 1.25 : 1.02);
    const still = !isAnimated || matchMedia("(prefers-reduced-motion: reduce)").matches;
    const lift = ((covered / 2) * ratio) / side;
    this.renderer.moveTo({ x: (left + right) / 2, y: (low + high) / 2 - lift, ratio }, !still);
  }

  /** Pixels at the bottom of the picture that lie under the card. */
  covered() {
    const card = document.getElementById("card");
    const box = this.container.getBoundingClientRect();
    if (card.hidden || getComputedStyle(card).position !== "absolute") return 0;
    return Math.min(box.height * 0.7, Math.max(0, box.bottom - card.getBoundingClientRect().top));
  }
}
