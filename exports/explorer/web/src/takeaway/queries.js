// The statements on screen as a query over the whole graph.

import { monthName } from "../model.js";

const PREFIXES = {
  pkg: null,
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  prov: "http://www.w3.org/ns/prov#",
  dcterms: "http://purl.org/dc/terms/",
};

function chosen(model, state) {
  const present = (column, list, hidden) => [...new Set(column)].sort((a, b) => a - b).filter((i) => !hidden.has(i)).map((i) => list[i]);
  return {
    predicates: present(model.predicate, model.meta.predicates, state.hiddenPredicates),
    types: present(model.type, model.meta.types, state.hiddenTypes),
    hasHiddenTypes: [...new Set(model.type)].some((i) => state.hiddenTypes.has(i)),
    focus: state.node === null ? null : model.idOf(state.node),
  };
}

// RFC 3986's characters of a path stay, as in the graph's own IRIs.
const iri = (model, id) => `<${model.meta.base}${encodeURIComponent(id).replace(/%(2F|3A|40|24|26|2B|2C|3B|3D)/g, decodeURIComponent)}>`;

export function sparql(model, state) {
  const { predicates, types, hasHiddenTypes, focus } = chosen(model, state);
  const list = predicates.map((p) => `pkg:${p.name}`);
  const lines = [
    ...Object.entries(PREFIXES).map(([name, value]) => `PREFIX ${name}: <${value ?? model.meta.namespace}>`),
    "SELECT DISTINCT ?subject ?predicate ?object ?support ?confidence WHERE {",
    "  ?claim a pkg:Claim ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;",
    "         pkg:support ?support ; pkg:confidence ?confidence .",
    `  VALUES ?predicate { ${list.join(" ")} }`,
  ];
  if (hasHiddenTypes) {
    const classes = types.map((t) => `pkg:${t.name}`).join(" ");
    lines.push(`  ?subject a ?from . VALUES ?from { ${classes} }`, `  ?object a ?to . VALUES ?to { ${classes} }`);
  }
  if (focus) {
    const step = `(${list.flatMap((p) => [p, `^${p}`]).join("|")})?`;
    const path = Array(state.hops).fill(step).join("/");
    lines.push(`  ${iri(model, focus)} ${path} ?subject .`, `  ${iri(model, focus)} ${path} ?object .`);
  }
  if (state.confidence > 0) lines.push(`  FILTER (?confidence >= ${state.confidence / 100})`);
  if (state.support > 1) {
    lines.push(`  FILTER (?support >= ${state.support} || EXISTS { ?subject a pkg:Paper })`);
    for (const end of ["subject", "object"]) lines.push(`  FILTER NOT EXISTS { ?${end} pkg:paperCount ?${end}Papers FILTER (?${end}Papers < ${state.support}) }`);
  }
  if (state.from !== null) {
    lines.push(
      "  ?claim prov:wasDerivedFrom/dcterms:issued ?date .",
      `  FILTER (SUBSTR(STR(?date), 1, 7) >= "${monthName(state.from)}" && SUBSTR(STR(?date), 1, 7) <= "${monthName(state.to)}")`,
    );
  }
  return [...lines, "} ORDER BY DESC(?support) DESC(?confidence) ?subject ?predicate ?object", ""].join("\n");
}

const text = (value) => `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

export function cypher(model, state) {
  const { predicates, types, hasHiddenTypes, focus } = chosen(model, state);
  const list = predicates.map((p) => p.cypher).join("|");
  const labels = hasHiddenTypes ? `:${types.map((t) => t.name).join("|")}` : "";
  const tests = [];
  if (focus) tests.push("a.id IN near", "b.id IN near");
  if (state.confidence > 0) tests.push(`r.confidence >= ${state.confidence / 100}`);
  if (state.support > 1) {
    tests.push(`(r.support >= ${state.support} OR a.title IS NOT NULL)`);
    for (const end of ["a", "b"]) tests.push(`(${end}.paper_count IS NULL OR ${end}.paper_count >= ${state.support})`);
  }
  if (state.from !== null) {
    const end = new Date(Date.UTC(Math.floor(state.to / 12), (state.to % 12) + 1, 0)).toISOString().slice(0, 10);
    tests.push(`r.first_seen <= date('${end}')`, `r.last_seen >= date('${monthName(state.from)}-01')`);
  }
  return [
    // A MATCH of its own: in one pattern Neo4j goes over no relationship twice, and would leave out those on the way.
    focus ? `MATCH (x {id: ${text(focus)}})-[:${list}*0..${state.hops}]-(n)\nWITH collect(DISTINCT n.id) AS near` : null,
    `MATCH (a${labels})-[r:${list}]->(b${labels})`,
    tests.length ? `WHERE ${tests.join("\n  AND ")}` : null,
    "RETURN DISTINCT a.id AS subject, type(r) AS relation, b.id AS object, r.support AS support, r.confidence AS confidence, r.evidence AS evidence",
    "ORDER BY support DESC, confidence DESC, subject, relation, object",
    "",
  ].filter((line) => line !== null).join("\n");
}
