// Writes ../static: the page, its script and style in one file each, and the licences of what they contain.
import { build } from "esbuild";
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

const out = "../static";
await mkdir(out, { recursive: true });
const result = await build({
  entryPoints: { "query-page": "page.js" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
  loader: { ".svg": "dataurl", ".woff2": "dataurl", ".png": "dataurl" },
  metafile: true,
});
await copyFile("page.html", path.join(out, "index.html"));

const MIT = await readFile("../../../LICENSE", "utf8");
const mit = (author) => MIT.replace(/^Copyright.*$/m, `Copyright (c) ${author}`).trim();
const nameOf = (person) => (typeof person === "string" ? person : person?.name) ?? "the authors of the package";

// The published build of Yasgui has its own dependencies inside, so the licences of all installed packages count.
const lock = JSON.parse(await readFile("package-lock.json", "utf8"));
const parts = [];
for (const [folder, info] of Object.entries(lock.packages)) {
  const name = folder.replace(/^.*node_modules\//, "");
  if (!folder || /^(esbuild|@esbuild\/|@types\/)/.test(name)) continue;
  const files = await readdir(folder).catch(() => []);
  const licence = files.find((file) => /^(licen[cs]e|copying)/i.test(file));
  const { author, license } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const bare = license === "MIT" ? mit(nameOf(author)) : "The package carries no text of its licence.";
  const text = licence ? (await readFile(path.join(folder, licence), "utf8")).trim() : bare;
  parts.push(`${name} ${info.version}: ${info.license ?? "see text"}\n\n${text.replace(/\r/g, "")}\n`);
}
const head = "Licences of the packages in query-page.js and query-page.css\n";
await writeFile(path.join(out, "LICENCES.txt"), [head, ...parts].join(`\n${"-".repeat(80)}\n\n`));
for (const [file, { bytes }] of Object.entries(result.metafile.outputs)) console.log(file, bytes);
