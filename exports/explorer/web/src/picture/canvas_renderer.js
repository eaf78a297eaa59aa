// The picture without a graphics card: everything on a 2D canvas, with the camera of the other renderer.

import { drawEdges, drawNodes } from "./draw.js";

const NEAREST = 0.005;
const FARTHEST = 4;

export class CanvasRenderer {
  kind = "canvas";

  constructor(container, scene, events) {
    this.scene = scene;
    this.events = events;
    this.container = container;
    this.canvas = document.createElement("canvas");
    this.canvas.className = "layer";
    container.append(this.canvas);
    this.context = this.canvas.getContext("2d");
    this.camera = { x: 0.5, y: 0.5, ratio: 1 };
    this.pointers = new Map();
    this.listen();
    this.resize();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.container;
    const density = window.devicePixelRatio || 1;
    this.width = width;
    this.height = height;
    this.canvas.width = width * density;
    this.canvas.height = height * density;
    this.context.setTransform(density, 0, 0, density, 0, 0);
    this.update();
  }

  view() {
    const side = (Math.min(this.width, this.height) - 60) / this.camera.ratio;
    const left = this.width / 2 - this.camera.x * side;
    const bottom = this.height / 2 + this.camera.y * side;
    return {
      width: this.width,
      height: this.height,
      x: (gx) => left + gx * side,
      y: (gy) => bottom - gy * side,
      scale: 1 / Math.sqrt(this.camera.ratio),
      ratio: this.camera.ratio,
    };
  }

  update() {
    if (this.pending) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = null;
      const view = this.view();
      this.context.clearRect(0, 0, this.width, this.height);
      if (!this.isMoving || this.scene.model.edgeCount < 3000) drawEdges(this.context, this.scene, view);
      drawNodes(this.context, this.scene, view);
      this.events.rendered(view);
    });
  }

  moveTo(camera) {
    this.camera = { ...camera, ratio: Math.min(FARTHEST, Math.max(NEAREST, camera.ratio)) };
    this.update();
    this.events.moved();
  }

  zoomAt(factor, x, y) {
    const side = (Math.min(this.width, this.height) - 60) / this.camera.ratio;
    const ratio = Math.min(FARTHEST, Math.max(NEAREST, this.camera.ratio * factor));
    const share = (1 - ratio / this.camera.ratio) / side;
    this.moveTo({
      x: this.camera.x + (x - this.width / 2) * share,
      y: this.camera.y - (y - this.height / 2) * share,
      ratio,
    });
  }

  listen() {
    const at = (event) => {
      const box = this.container.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    this.container.addEventListener("wheel", (event) => {
      event.preventDefault();
      const { x, y } = at(event);
      this.zoomAt(event.deltaY > 0 ? 1.25 : 0.8, x, y);
    }, { passive: false });
    this.canvas.addEventListener("pointerdown", (event) => {
      this.pointers.set(event.pointerId, at(event));
      this.dragged = 0;
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      const point = at(event);
      const before = this.pointers.get(event.pointerId);
      if (!before) return this.events.hovered(point.x, point.y);
      const others = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, p]) => p);
      this.pointers.set(event.pointerId, point);
      this.dragged += Math.hypot(point.x - before.x, point.y - before.y);
      if (others.length) {
        const spread = (p) => Math.max(1, Math.hypot(p.x - others[0].x, p.y - others[0].y));
        return this.zoomAt(spread(before) / spread(point), (point.x + others[0].x) / 2, (point.y + others[0].y) / 2);
      }
      this.isMoving = true;
      const side = (Math.min(this.width, this.height) - 60) / this.camera.ratio;
      this.moveTo({ ...this.camera, x: this.camera.x - (point.x - before.x) / side, y: this.camera.y + (point.y - before.y) / side });
    });
    const end = (event) => {
      const point = this.pointers.get(event.pointerId);
      this.pointers.delete(event.pointerId);
      this.isMoving = false;
      if (point && this.dragged < 5 && event.type === "pointerup") this.events.clicked(point.x, point.y);
      else this.update();
    };
    this.canvas.addEventListener("pointerup", end);
    this.canvas.addEventListener("pointercancel", end);
  }
}
