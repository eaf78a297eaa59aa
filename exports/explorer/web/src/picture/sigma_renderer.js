// The picture with WebGL, by sigma.js over a graphology graph.

import { MultiGraph } from "graphology";
import Sigma from "sigma";
import { css, rgb } from "./palette.js";
import { DIM, edgeAlpha, HIDDEN, STRONG } from "./scene.js";
import { HairlineProgram, ShapeProgram } from "./sigma_programs.js";

export class SigmaRenderer {
  kind = "webgl";

  constructor(container, scene, events) {
    this.scene = scene;
    this.events = events;
    const { model } = scene;
    const graph = new MultiGraph();
    for (const node of scene.byRadius) graph.addNode(node, { x: scene.px[node], y: scene.py[node] });
    for (let e = 0; e < model.edgeCount; e++) graph.addEdgeWithKey(e, model.source[e], model.target[e]);
    this.drawnNodes = scene.nodeState.slice();
    this.drawnEdges = scene.edgeState.slice();
    this.recolour();
    this.sigma = new Sigma(graph, container, {
      renderLabels: false,
      hideEdgesOnMove: model.edgeCount > 60000,
      defaultNodeType: "shape",
      defaultEdgeType: "hairline",
      nodeProgramClasses: { shape: ShapeProgram },
      nodeHoverProgramClasses: { shape: ShapeProgram },
      edgeProgramClasses: { hairline: HairlineProgram },
      nodeReducer: (key, data) => this.node(Number(key), data),
      edgeReducer: (key) => this.edge(Number(key)),
      minCameraRatio: 0.005,
      maxCameraRatio: 4,
      stagePadding: 30,
      zoomingRatio: 1.5,
      allowInvalidContainer: true,
    });
    // The unit square that the scene is laid out in, not the extent of the nodes that happen to be in it.
    this.sigma.setCustomBBox({ x: [0, 1], y: [0, 1] });
    this.sigma.on("afterRender", () => events.rendered(this.view()));
    this.sigma.on("clickStage", ({ event }) => events.clicked(event.x, event.y));
    this.sigma.getMouseCaptor().on("mousemove", (event) => event.original.buttons || events.hovered(event.x, event.y));
    this.sigma.getCamera().on("updated", () => events.moved());
  }

  get camera() {
    const { x, y, ratio } = this.sigma.getCamera().getState();
    return { x, y, ratio };
  }

  moveTo(camera, isAnimated = false) {
    if (isAnimated) this.sigma.getCamera().animate(camera, { duration: 350 });
    else this.sigma.getCamera().setState(camera);
  }

  node(node, data) {
    const { scene } = this;
    const look = scene.model.typeOf(node);
    const state = scene.nodeState[node];
    return {
      x: data.x,
      y: data.y,
      size: scene.radius[node],
      color: state === DIM ? this.dimColour : this.typeColours[scene.model.type[node]],
      shape: look.shape,
      hidden: state === HIDDEN,
    };
  }

  edge(edge) {
    const { scene } = this;
    const state = scene.edgeState[edge];
    return { color: css(state === STRONG ? scene.palette.strong : scene.palette.edge, Math.round(edgeAlpha(scene, edge) * 200) / 200), hidden: state === HIDDEN, size: 1 };
  }

  recolour() {
    const { palette, model } = this.scene;
    this.typeColours = model.meta.types.map((type) => css(rgb(type.colour)));
    this.dimColour = css(palette.dimNode);
    ShapeProgram.background = rgb(palette.background).map((v) => v / 255);
  }

  /** Draws what has changed; everything if the colours have. */
  update(isRecoloured = false) {
    if (isRecoloured) this.recolour();
    const changed = (states, drawn) => {
      const keys = [];
      for (let i = 0; i < states.length; i++) {
        if (states[i] === drawn[i] && !isRecoloured) continue;
        drawn[i] = states[i];
        keys.push(String(i));
      }
      return keys;
    };
    const nodes = changed(this.scene.nodeState, this.drawnNodes);
    const edges = changed(this.scene.edgeState, this.drawnEdges);
    this.sigma.refresh({ partialGraph: { nodes, edges }, skipIndexation: true, schedule: true });
  }

  resize() {
    this.sigma.resize();
    this.sigma.scheduleRender();
  }

  view() {
    const { width, height } = this.sigma.getDimensions();
    const zero = this.sigma.graphToViewport({ x: 0, y: 0 });
    const one = this.sigma.graphToViewport({ x: 1, y: 1 });
    return {
      width,
      height,
      x: (gx) => zero.x + gx * (one.x - zero.x),
      y: (gy) => zero.y + gy * (one.y - zero.y),
      scale: this.sigma.scaleSize(1),
      ratio: this.camera.ratio,
    };
  }

  zoomAt(factor, x, y) {
    const camera = this.sigma.getCamera();
    const ratio = camera.getBoundedRatio(camera.ratio * factor);
    camera.setState(this.sigma.getViewportZoomedState({ x, y }, ratio));
  }
}
