// Starts the page: reads the blocks, draws, and then the parts that wait for the details.

import { App } from "./app.js";
import { columns, json } from "./blocks.js";
import { createModel } from "./model.js";

async function start() {
  const [meta, graph, names] = await Promise.all([json("meta"), columns("graph"), json("names")]);
  const model = createModel(meta, graph, names);
  const app = new App(model);
  model.details = await json("details");
  // For the console and for scripts around the page.
  window.explorer = app;
  app.begin();
}

start().catch((error) => {
  const line = document.createElement("p");
  line.className = "failure";
  line.textContent = `This browser cannot open the page (${error.message}). Use Chrome or Edge 103, Firefox 113, Safari 16.4, or later.`;
  document.body.prepend(line);
  throw error;
});
