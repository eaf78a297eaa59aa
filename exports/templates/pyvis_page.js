"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const panel = document.getElementById("panel");
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const ink = dark ? "#e6edf3" : "#1b1f24";
const nodes = new vis.DataSet(data.nodes.map((node) => ({ ...node, font: { ...node.font, color: ink } })));
const edges = new vis.DataSet(data.edges.map((edge) => ({ ...edge, label: undefined, predicate: edge.label })));
const network = new vis.Network(document.getElementById("picture"), { nodes, edges }, {
  physics: false,
  layout: { improvedLayout: false },
  interaction: { hover: true, keyboard: false },
  nodes: { borderWidth: 1, scaling: { label: { drawThreshold: 7 } } },
  edges: { color: { color: dark ? "#484f58" : "#c4cad1", highlight: "#0072B2" }, smooth: false, arrows: { to: { scaleFactor: 0.4 } } },
});

function add(parent, tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  parent.append(element);
  return element;
}

function labelOf(id) {
  return data.details.nodes[id].label;
}

function showEdge(parent, edge) {
  const details = data.details.edges[edge.id];
  add(parent, "p", `${edge.predicate}: support ${details.support}, confidence ${details.confidence}`);
  for (const { paper, quote } of details.quotes) {
    add(parent, "blockquote", quote);
    add(parent, "p", paper);
  }
}

function showNode(id) {
  const details = data.details.nodes[id];
  panel.replaceChildren();
  add(panel, "h2", details.label);
  add(panel, "p", details.type);
  for (const fact of details.facts) add(panel, "p", fact);
  const list = add(panel, "ul", "");
  for (const edge of edges.get({ filter: (e) => e.from === id || e.to === id })) {
    const out = edge.from === id;
    add(list, "li", out ? `${edge.predicate} ${labelOf(edge.to)}` : `${labelOf(edge.from)} ${edge.predicate} this`);
  }
}

network.on("click", ({ nodes: [node], edges: [edge] }) => {
  if (node !== undefined) {
    showNode(node);
  } else if (edge !== undefined) {
    const chosen = edges.get(edge);
    panel.replaceChildren();
    add(panel, "h2", `${labelOf(chosen.from)} ${chosen.predicate} ${labelOf(chosen.to)}`);
    showEdge(panel, chosen);
  }
});

const names = document.getElementById("names");
for (const id of Object.keys(data.details.nodes)) {
  const option = document.createElement("option");
  option.value = labelOf(id);
  names.append(option);
}
document.getElementById("search").addEventListener("change", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  const id = Object.keys(data.details.nodes).find((key) => labelOf(key).toLowerCase() === wanted)
    ?? Object.keys(data.details.nodes).find((key) => wanted && labelOf(key).toLowerCase().includes(wanted));
  if (id === undefined) return;
  network.selectNodes([id]);
  network.focus(id, { scale: 1.2, animation: false });
  showNode(id);
});
network.fit({ animation: false });
network.once("afterDrawing", () => document.body.setAttribute("data-drawn", "true"));
