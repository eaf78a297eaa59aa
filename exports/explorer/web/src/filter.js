// Which nodes and edges pass the filters, and how many each choice would admit.

/** Whether a paper's date, at the precision it has, touches the months chosen; without a choice all do. */
function paperTest(model, state) {
  if (state.from === null) return () => true;
  const { firstMonth, lastMonth } = model;
  return (paper) => lastMonth[paper] >= state.from && firstMonth[paper] <= state.to;
}

export function applyFilters(model, state) {
  const { count, edgeCount, source, target } = model;
  const inTime = new Uint8Array(model.paperCount);
  const test = paperTest(model, state);
  for (let p = 0; p < model.paperCount; p++) inTime[p] = test(p) ? 1 : 0;

  const typeCounts = new Uint32Array(model.meta.types.length);
  const nodes = new Uint8Array(count);
  for (let n = 0; n < count; n++) {
    if (!admits(model, state, inTime, n)) continue;
    typeCounts[model.type[n]]++;
    nodes[n] = state.hiddenTypes.has(model.type[n]) ? 0 : 1;
  }

  const predicateCounts = new Uint32Array(model.meta.predicates.length);
  const edges = new Uint8Array(edgeCount);
  const linked = new Uint8Array(count);
  for (let e = 0; e < edgeCount; e++) {
    if (!nodes[source[e]] || !nodes[target[e]] || !passes(model, state, inTime, e)) continue;
    predicateCounts[model.predicate[e]]++;
    if (state.hiddenPredicates.has(model.predicate[e])) continue;
    edges[e] = 1;
    linked[source[e]] = linked[target[e]] = 1;
  }
  // A node whose every link is filtered away would be a dot without a reason.
  if (state.hiddenPredicates.size || state.confidence > 0 || state.support > 1) {
    for (let n = 0; n < count; n++) {
      if (!linked[n] && model.incidentStart[n + 1] > model.incidentStart[n]) nodes[n] = 0;
    }
  }
  return { nodes, edges, typeCounts, predicateCounts, ...totals(model, nodes, edges) };
}

function admits(model, state, inTime, node) {
  if (model.isPaper(node)) return inTime[node] === 1;
  if (state.from === null) return model.papers[node] >= state.support;
  let number = 0;
  for (let i = model.namedStart[node]; i < model.namedStart[node + 1]; i++) number += inTime[model.named[i]];
  return number >= state.support;
}

function passes(model, state, inTime, edge) {
  if (model.confidence[edge] < state.confidence) return false;
  const size = model.support[edge];
  // A paper's own statement has the support of that paper; knowledge without a sentence has none to ask for.
  const needed = model.isPaper(model.source[edge]) || size === 0 ? 0 : state.support;
  if (state.from === null || size === 0) return size >= needed;
  let number = 0;
  for (let i = model.claimStart[edge]; i < model.claimStart[edge + 1]; i++) number += inTime[model.claim[i]];
  return number >= Math.max(1, needed);
}

function totals(model, nodes, edges) {
  let papers = 0;
  let entities = 0;
  let statements = 0;
  for (let n = 0; n < nodes.length; n++) if (nodes[n]) n < model.paperNodes ? papers++ : entities++;
  for (let e = 0; e < edges.length; e++) statements += edges[e];
  return { papers, entities, statements };
}
