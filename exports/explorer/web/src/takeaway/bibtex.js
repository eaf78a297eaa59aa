// BibTeX entries of papers, as UTF-8.

const SPECIAL = { "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "%": "\\%", "&": "\\&", "#": "\\#", $: "\\$", _: "\\_", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const tex = (text) => text.replace(/[\\{}%&#$_~^]/g, (c) => SPECIAL[c]).replace(/\s+/g, " ").trim();

function entry(model, paper) {
  const { paperIds, authors, urls, categories } = model.details;
  const id = paperIds[paper];
  const [kind, ...rest] = id.split("/");
  const date = model.dateOf(paper);
  const fields = [["title", `{${tex(model.titles[paper])}}`]];
  if (authors[paper].length) fields.push(["author", authors[paper].map(tex).join(" and ")]);
  if (date) fields.push(["year", date.slice(0, 4)]);
  if (date.length >= 7) fields.push(["month", null, MONTHS[Number(date.slice(5, 7)) - 1]]);
  if (kind === "arxiv") fields.push(["eprint", rest.join("/")], ["archiveprefix", "arXiv"]);
  if (kind === "arxiv" && categories[paper]) fields.push(["primaryclass", categories[paper].split(" ")[0]]);
  if (kind === "doi") fields.push(["doi", rest.join("/")]);
  if (urls[paper]) fields.push(["url", urls[paper].replace(/[{}\\\s]/g, encodeURIComponent)]);
  const lines = fields.map(([name, value, bare]) => `  ${name} = ${bare ?? `{${value}}`}`);
  return `@misc{${id.replace(/[^A-Za-z0-9:./-]+/g, "-")},\n${lines.join(",\n")}\n}\n`;
}

/** The entries of papers, in the order given. */
export const bibtex = (model, papers) => papers.map((paper) => entry(model, paper)).join("\n");
