// Bundles src/ into ../static/: explorer.js, explorer.css, page.html and the licences of what is bundled.
import { build } from "esbuild";
import { copyFile, readFile, writeFile } from "node:fs/promises";

const out = new URL("../static/", import.meta.url);
const result = await build({
  entryPoints: ["src/main.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome103", "firefox113", "safari16.4"],
  charset: "ascii",
  legalComments: "none",
  metafile: true,
  define: { "process.env.NODE_ENV": '"production"' },
  outfile: new URL("explorer.js", out).pathname,
});
await build({ entryPoints: ["src/style.css"], minify: true, charset: "utf8", outfile: new URL("explorer.css", out).pathname });
await copyFile("src/page.html", new URL("page.html", out));

const inputs = Object.keys(result.metafile.inputs);
const names = inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean);
const sections = [];
for (const name of [...new Set(names)].sort()) {
  const about = JSON.parse(await readFile(`node_modules/${name}/package.json`, "utf8"));
  let text = "";
  for (const file of ["LICENSE.txt", "LICENSE", "license", "LICENSE.md"]) {
    text ||= await readFile(`node_modules/${name}/${file}`, "utf8").catch(() => "");
  }
  if (!text) throw new Error(`${name} has no licence file`);
  sections.push(`${name} ${about.version} (${about.license})\n\n${text.trim()}\n`);
}
await writeFile(new URL("LICENSES.txt", out), sections.join(`\n${"-".repeat(80)}\n\n`));
