// Who is near whom, over the edges that are shown.

/** Steps from a node to each within `hops`, as a Map in the order reached. */
export function within(model, edges, start, hops) {
  const steps = new Map([[start, 0]]);
  let front = [start];
  for (let step = 1; step <= hops; step++) {
    const next = [];
    for (const node of front) {
      for (const edge of model.edgesOf(node)) {
        if (!edges[edge]) continue;
        const other = model.other(edge, node);
        if (steps.has(other)) continue;
        steps.set(other, step);
        next.push(other);
      }
    }
    front = next;
  }
  return steps;
}

/** A shortest path as nodes and edges, or null; of equally short ones, that of the surest last steps. */
export function shortestPath(model, edges, start, end) {
  const via = new Map([[start, -1]]);
  let front = [start];
  while (front.length && !via.has(end)) {
    const next = [];
    for (const node of front) {
      const sorted = [...model.edgesOf(node)].filter((e) => edges[e]).sort((a, b) => model.confidence[b] - model.confidence[a] || a - b);
      for (const edge of sorted) {
        const other = model.other(edge, node);
        if (via.has(other)) continue;
        via.set(other, edge);
        next.push(other);
      }
    }
    front = next;
  }
  if (!via.has(end)) return null;
  const path = { nodes: [end], edges: [] };
  for (let node = end; node !== start; ) {
    const edge = via.get(node);
    node = model.other(edge, node);
    path.edges.unshift(edge);
    path.nodes.unshift(node);
  }
  return path;
}
