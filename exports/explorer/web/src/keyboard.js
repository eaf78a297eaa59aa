// Keys for the whole page; nothing happens while something is being typed.

export const KEYS = [
  ["/", "search"],
  ["↑ ↓ Enter", "choose a suggestion"],
  ["Esc", "one step back: close, unchoose, show all"],
  ["1 2 3", "steps shown around the chosen node"],
  ["o", "only these, or all"],
  ["← ↑ → ↓", "move the picture"],
  ["+ −", "zoom"],
  ["0", "see all"],
  ["g t r", "graph, table, results"],
  ["space", "play through time"],
  ["?", "this help"],
];

export function listenToKeys(app) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // A dialog keeps its keys, Esc above all.
    if (document.querySelector("dialog[open]")) return;
    const isTyping = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (isTyping && !(event.target.type === "checkbox" || event.target.type === "range") && event.key !== "Escape") return;
    const act = actions(app, event)[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function actions(app, event) {
  const isOnControl = event.target.closest?.("button, a, input, select, table, [role=menu]");
  const onPicture = app.state.view === "picture" && !isOnControl;
  const move = (dx, dy) => onPicture && (() => app.picture.pan(dx * 80, dy * 80));
  return {
    "/": () => app.search.focus(),
    Escape: () => app.back(),
    "?": () => app.toggleHelp(),
    g: () => app.set({ view: "picture" }),
    t: () => app.set({ view: "table" }),
    r: () => app.set({ view: "results" }),
    1: () => app.set({ hops: 1 }),
    2: () => app.set({ hops: 2 }),
    3: () => app.set({ hops: 3 }),
    o: () => app.state.node !== null && app.set({ only: !app.state.only }, { fit: true }),
    0: () => app.picture.fit(),
    "+": () => app.picture.zoom(0.7),
    "=": () => app.picture.zoom(0.7),
    "-": () => app.picture.zoom(1.4),
    " ": !isOnControl && (() => app.brush.toggle()),
    ArrowLeft: move(-1, 0),
    ArrowRight: move(1, 0),
    ArrowUp: move(0, -1),
    ArrowDown: move(0, 1),
  };
}
