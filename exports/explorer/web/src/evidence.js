// The sentences that say so, decompressed when the first of them is asked for.

import { columns, json } from "./blocks.js";

/** Evidence of an edge: { paper, sentence, score } for each paper, the surest first. */
export async function evidenceOf(model, edge) {
  const [claims, sentences] = await Promise.all([columns("claims"), json("sentences")]);
  const items = [];
  for (let i = model.claimStart[edge]; i < model.claimStart[edge + 1]; i++) {
    items.push({ paper: model.claim[i], sentence: sentences[claims.sentence[i]], score: claims.score[i] / 100 });
  }
  return items;
}

/** The stated results as objects; their slots are { label, type, node } or null. */
export async function allResults() {
  const { fields, names, rows } = await json("results");
  const known = names.map(([label, type, node]) => ({ label, type, node }));
  return rows.map((row) => {
    const result = Object.fromEntries(fields.map((field, i) => [field, row[i]]));
    for (const slot of ["method", "task", "dataset", "metric"]) result[slot] = result[slot] < 0 ? null : known[result[slot]];
    return result;
  });
}

const BOUNDS = { exact: "", up_to: "up to ", at_least: "at least ", approx: "about " };

/** "up to 88.5 %" */
export const valueText = (result) => `${BOUNDS[result.bound] ?? ""}${result.value}${result.unit ? ` ${result.unit}` : ""}`;
