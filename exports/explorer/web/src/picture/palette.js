// Colours of the picture in the light and the dark; the types' colours come from the ontology (Okabe and Ito's set).

export const LIGHT = {
  background: "#fcfcfb",
  ink: "#1f2328",
  soft: "#57606a",
  edge: [96, 108, 124],
  strong: [31, 61, 99],
  dimNode: [206, 211, 217],
  ring: "#1f2328",
  alpha: 1,
};
export const DARK = {
  background: "#11151a",
  ink: "#e8ecf0",
  soft: "#9aa4af",
  edge: [138, 152, 170],
  strong: [186, 210, 240],
  dimNode: [52, 60, 69],
  ring: "#ffffff",
  alpha: 0.9,
};

/** [r, g, b] of "#rrggbb". */
export const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
export const css = ([r, g, b], alpha = 1) => `rgba(${r},${g},${b},${alpha})`;
