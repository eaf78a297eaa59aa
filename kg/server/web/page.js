// The query page: Yasgui on this server's endpoint, with the examples and prefixes that the server gives.
import { Yasgui } from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import "./page.css";

const FIRST_QUERY = `SELECT ?type (COUNT(*) AS ?entities) WHERE {
  ?entity a ?type ; skos:prefLabel ?label .
} GROUP BY ?type ORDER BY DESC(?entities)`;
const CUT_HEADER = "paperkg-cut-after";

// A server with a token is opened as http://host:port/#token=...; what follows # is never sent.
const given = new URLSearchParams(location.hash.slice(1)).get("token");
if (given) {
  sessionStorage.setItem("paperkg-token", given);
  history.replaceState(null, "", location.pathname);
}
const token = sessionStorage.getItem("paperkg-token");
const headers = token ? { Authorization: `Bearer ${token}` } : {};
const endpoint = new URL("sparql", document.baseURI).href;

async function load(name) {
  const response = await fetch(name, { headers });
  if (response.ok) return response.json();
  say(response.status === 401 ? "Add #token=... to this page's address." : await response.text());
  return null;
}

function say(text) {
  const note = document.getElementById("note");
  note.textContent = text;
  note.hidden = !text;
}

// The server knows its prefixes; the editor wants to see those that a query uses.
function declare(query, prefixes) {
  const used = new Set([...query.matchAll(/\b([a-z]+):/g)].map((match) => match[1]));
  const lines = Object.entries(prefixes).filter(([name]) => used.has(name) && !query.includes(`PREFIX ${name}:`));
  return lines.map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`).join("") + query;
}

function offer(examples, prefixes, yasgui) {
  const list = document.getElementById("examples");
  examples.forEach((example, index) => list.add(new Option(example.title, String(index))));
  list.addEventListener("change", () => {
    const example = examples[Number(list.value)];
    if (!list.value || !example) return;
    const question = document.getElementById("question");
    question.textContent = example.question;
    question.hidden = false;
    const tab = yasgui.getTab();
    tab.setQuery(declare(example.sparql, prefixes));
    tab.query();
  });
  document.getElementById("example-choice").hidden = examples.length === 0;
}

const prefixes = (await load("prefixes.json")) ?? {};
// Yasgui would offer classes and properties from a public service; the names of prefixes come from this server.
Object.assign(Yasgui.Yasqe.Autocompleters.prefixes, {
  persistenceId: null,
  get: async () => Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`),
});
const yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint, method: "POST", headers: () => headers },
  copyEndpointOnNewTab: true,
  endpointCatalogueOptions: { getData: () => [], keys: [] },
  populateFromUrl: false,
  persistenceId: `paperkg-${endpoint}`,
  yasqe: { value: declare(FIRST_QUERY, prefixes), autocompleters: ["prefixes", "variables"], createShareableLink: null },
  yasr: { prefixes },
});
const heard = new WeakSet();
yasgui.on("query", (_, tab) => {
  say("");
  const editor = tab.getYasqe();
  if (heard.has(editor)) return;
  heard.add(editor);
  editor.on("queryResponse", (_, response) => {
    const rows = response.headers?.get(CUT_HEADER);
    if (rows) say(`The server cut this answer after ${Number(rows).toLocaleString("en")} rows.`);
  });
});
offer((await load("examples.json")) ?? [], prefixes, yasgui);
document.body.dataset.ready = "true";
