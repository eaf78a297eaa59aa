// The graph as typed columns. Nodes are numbers, papers first; papers 0..paperNodes-1 are nodes, later ones evidence only.

/** Running sums of sizes, from 0: where each row's part of a flat column begins. */
function starts(sizes) {
  const result = new Uint32Array(sizes.length + 1);
  for (let i = 0; i < sizes.length; i++) result[i + 1] = result[i] + sizes[i];
  return result;
}

/** Edges of each node: `edge[start[n]..start[n + 1])`. */
function incidence(count, source, target) {
  const sizes = new Uint32Array(count);
  for (let e = 0; e < source.length; e++) {
    sizes[source[e]]++;
    if (source[e] !== target[e]) sizes[target[e]]++;
  }
  const start = starts(sizes);
  const next = start.slice(0, count);
  const edge = new Uint32Array(start[count]);
  for (let e = 0; e < source.length; e++) {
    edge[next[source[e]]++] = e;
    if (source[e] !== target[e]) edge[next[target[e]]++] = e;
  }
  return { start, edge };
}

/** Months since year 0 that a date may mean, first and last: "2019" is twelve of them. */
function monthsOf(date) {
  if (!date) return [-1, -1];
  const year = Number(date.slice(0, 4)) * 12;
  if (date.length === 4) return [year, year + 11];
  const month = year + Number(date.slice(5, 7)) - 1;
  return [month, month];
}

export function createModel(meta, graph, names) {
  const count = graph.type.length;
  const { paperNodes, dates } = meta;
  const paperCount = graph.date.length;
  const months = dates.map(monthsOf);
  const firstMonth = Int32Array.from(graph.date, (d) => months[d][0]);
  const lastMonth = Int32Array.from(graph.date, (d) => months[d][1]);
  const { start: incidentStart, edge: incident } = incidence(count, graph.source, graph.target);
  const model = {
    ...graph,
    meta,
    count,
    paperNodes,
    paperCount,
    edgeCount: graph.source.length,
    dates,
    firstMonth,
    lastMonth,
    incidentStart,
    incident,
    namedStart: starts(graph.papers),
    claimStart: starts(graph.support),
    titles: names.papers,
    details: null,
    label: (node) => (node < paperNodes ? names.papers[node] : names.entities[node - paperNodes]),
    typeOf: (node) => meta.types[graph.type[node]],
    dateOf: (paper) => dates[graph.date[paper]],
    isPaper: (node) => node < paperNodes,
    other: (edge, node) => (graph.source[edge] === node ? graph.target[edge] : graph.source[edge]),
    idOf: (node) => (node < paperNodes ? model.details.paperIds[node] : model.details.entityIds[node - paperNodes]),
    aliasesOf: (node) => (node < paperNodes ? [] : model.details.aliases[node - paperNodes]),
    edgesOf: (node) => incident.subarray(incidentStart[node], incidentStart[node + 1]),
    papersOf: (node) =>
      node < paperNodes ? Uint32Array.of(node) : graph.named.subarray(model.namedStart[node], model.namedStart[node + 1]),
    claimsOf: (edge) => graph.claim.subarray(model.claimStart[edge], model.claimStart[edge + 1]),
    /** First and last date of some papers, or null where none has any. */
    span: (papers) => {
      let low = Infinity;
      let high = 0;
      for (const paper of papers) {
        const date = graph.date[paper];
        if (date === 0) continue;
        if (date < low) low = date;
        if (date > high) high = date;
      }
      return high ? [dates[low], dates[high]] : null;
    },
  };
  model.nodeOfId = (id) => {
    const paper = model.details.paperIds.indexOf(id);
    if (paper >= 0) return paper < paperNodes ? paper : -1;
    const entity = model.details.entityIds.indexOf(id);
    return entity < 0 ? -1 : entity + paperNodes;
  };
  return model;
}

/** "2019-03" of months since year 0. */
export const monthName = (month) => `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;
