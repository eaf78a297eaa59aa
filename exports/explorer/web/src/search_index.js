// Finds nodes by name, alias or title: whole names before beginnings, beginnings before parts.

export const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

export class SearchIndex {
  constructor(model) {
    this.model = model;
    this.names = [];
    for (let n = 0; n < model.count; n++) this.names.push([n, fold(model.label(n)), null]);
  }

  /** Aliases come with the details, a moment after the names. */
  addAliases() {
    for (let n = this.model.paperNodes; n < this.model.count; n++) {
      for (const alias of this.model.aliasesOf(n)) this.names.push([n, fold(alias), alias]);
    }
  }

  /** Up to `most` of { node, alias }, best first; `admits` says which nodes may be found. */
  find(query, most = 12, admits = () => true) {
    const wanted = fold(query).trim();
    if (!wanted) return [];
    const best = new Map();
    for (const [node, name, alias] of this.names) {
      const at = name.indexOf(wanted);
      if (at < 0 || !admits(node)) continue;
      const rank = name === wanted ? 0 : at === 0 ? 1 : /[\s\-_/(:]/.test(name[at - 1]) ? 2 : 3;
      const known = best.get(node);
      if (!known || rank < known.rank) best.set(node, { node, alias, rank, length: name.length });
    }
    const weight = (item) => (this.model.isPaper(item.node) ? 0 : this.model.papers[item.node]);
    return [...best.values()].sort((a, b) => a.rank - b.rank || weight(b) - weight(a) || a.length - b.length || a.node - b.node).slice(0, most);
  }
}
