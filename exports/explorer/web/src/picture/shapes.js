// The shapes of the ontology as polygons around (0, 0), y up, about as large to the eye as a disc of radius 1.

const around = (angles, radii) => angles.map((a, i) => [radii[i % radii.length] * Math.cos(a), radii[i % radii.length] * Math.sin(a)]);
const turns = (n, first) => Array.from({ length: n }, (_, i) => first + (2 * Math.PI * i) / n);

export const POLYGONS = {
  dot: null,
  square: around(turns(4, Math.PI / 4), [1.2]),
  diamond: around(turns(4, 0), [1.25]),
  triangle: around(turns(3, Math.PI / 2), [1.35]),
  triangleDown: around(turns(3, -Math.PI / 2), [1.35]),
  star: around(turns(10, Math.PI / 2), [1.4, 0.68]),
};
export const SHAPES = Object.keys(POLYGONS);

/** Adds a shape to the path of a 2D context. */
export function trace(context, shape, x, y, radius) {
  const polygon = POLYGONS[shape];
  if (!polygon) {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  polygon.forEach(([px, py], i) => (i ? context.lineTo(x + px * radius, y - py * radius) : context.moveTo(x + px * radius, y - py * radius)));
  context.closePath();
}

/** SVG markup's attributes of a shape: element name and geometry. */
export function svgShape(shape, x, y, radius) {
  const round = (v) => v.toFixed(1);
  const polygon = POLYGONS[shape];
  if (!polygon) return ["circle", { cx: round(x), cy: round(y), r: round(radius) }];
  return ["polygon", { points: polygon.map(([px, py]) => `${round(x + px * radius)},${round(y - py * radius)}`).join(" ") }];
}
