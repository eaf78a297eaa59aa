// A type's shape in its colour, as in the picture.

import { s } from "./dom.js";
import { svgShape } from "./picture/shapes.js";

export function glyph(type, size = 14) {
  const [name, geometry] = svgShape(type.shape, 0, 0, 5);
  return s("svg", { viewBox: "-7.5 -7.5 15 15", width: size, height: size, class: "glyph", "aria-hidden": "true" }, s(name, { ...geometry, fill: type.colour }));
}
