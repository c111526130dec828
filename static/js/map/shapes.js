/** The four marks of the map and the cluster's disc, as SVG. Shape first, colour second (see tokens.css). */
const SVG = "http://www.w3.org/2000/svg";

const MARKS = {
  sq: "M6.5 5h11A1.5 1.5 0 0 1 19 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 17.5v-11A1.5 1.5 0 0 1 6.5 5z",
  ci: "M12 4.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15z",
  di: "M12 3.2 20.8 12 12 20.8 3.2 12z",
  ro: "M12 5.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13z",
};

// Heads of 28 on a foot that touches the place at (18, 44).
const PINS = {
  sq: "M7 4h22a3 3 0 0 1 3 3v20a3 3 0 0 1-3 3h-6l-5 13-5-13H7a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3z",
  ci: "M18 43c-2-5.500-4-9-7-12.200A14.500 14.500 0 1 1 25 30.800C22 34 20 37.500 18 43z",
  di: "M18 1 34.500 17.500 22 30l-4 13-4-13L1.500 17.500z",
  ro: "M18 43c-2-5.500-4-9-7-12.200A14.500 14.500 0 1 1 25 30.800C22 34 20 37.500 18 43z",
};

export const MARK_SIZE = 24;
export const PIN_SIZE = { width: 36, height: 46, foot: [18, 44] };

/** The shape of a structure that carries no number, in a box of 24 px. */
export function mark(shape) {
  const known = Object.hasOwn(MARKS, shape) ? shape : "ro";
  return svg(MARK_SIZE, MARK_SIZE, `glyph glyph--${known}`, [element("path", { d: MARKS[known] })]);
}

/** The same shape with the number its card carries in the list. */
export function pin(shape, number) {
  const known = Object.hasOwn(PINS, shape) ? shape : "ro";
  const text = element("text", { x: 18, y: 22.5, "text-anchor": "middle", class: `of-${String(number).length}` });
  text.textContent = number;
  const path = element("path", { d: PINS[known] });
  return svg(PIN_SIZE.width, PIN_SIZE.height, `glyph glyph--${known}`, [path, text]);
}

/** The width of the disc of so many structures, in px. */
export function discSize(count) {
  return Math.round(Math.min(56, 28 + 7 * Math.log10(count)));
}

/** A disc that says how many structures it stands for. */
export function disc(label, count) {
  const size = discSize(count);
  const half = size / 2;
  const text = element("text", { x: half, y: half, "text-anchor": "middle", "dominant-baseline": "central" });
  text.textContent = label;
  return svg(size, size, "", [element("circle", { cx: half, cy: half, r: half - 1.5 }), text]);
}

function svg(width, height, className, children) {
  const root = element("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  if (className) root.setAttribute("class", className);
  root.append(...children);
  return root;
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
