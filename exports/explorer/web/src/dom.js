// Elements are made here and nowhere else: text is always text, addresses only of the web.

/** An element with attributes (`on...` functions are listeners) and children (strings become text). */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** An SVG element with attributes and children. */
export function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** Words of the data: direction by their own letters, and no effect on what stands beside them. */
export const words = (text, tag = "bdi", attributes = {}) => h(tag, { dir: "auto", ...attributes }, text);

/** A link if the address is of the web, else only the text. */
export function link(address, text) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return words(text);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return words(text);
  return h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, words(text));
}

export const byId = (id) => document.getElementById(id);

/** A number with its unit in the right number: "1 paper", "2,300 papers". */
export const counted = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

/** Says a sentence to screen readers. */
export function announce(text) {
  byId("live").textContent = text;
}

const PATHS = {
  filter: "M3 5h14M6 10h8M8.5 15h3",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6L16 16M4 16l1.4-1.4M14.6 5.4L16 4",
  help: "M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M10 14.5v.2",
  close: "M5 5l10 10M15 5L5 15",
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  fit: "M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4",
  play: "M7 4.5v11l8.5-5.5z",
  pause: "M7 4.5v11M13 4.5v11",
  save: "M10 3v9M6.5 8.5L10 12l3.5-3.5M4 16h12",
};

/** A line drawing for a button. */
export const icon = (name) =>
  s("svg", { viewBox: "0 0 20 20", width: 18, height: 18, fill: "none", stroke: "currentColor", "stroke-width": 1.6, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" }, s("path", { d: PATHS[name] }));
