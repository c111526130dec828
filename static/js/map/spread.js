import { PIN_SIZE } from "./shapes.js";

const FARTHEST = 44; // px from its place
const ROUNDS = 60;
const ROOM = [PIN_SIZE.width + 2, PIN_SIZE.height - 6]; // px between two places where both numbers are read
const GOLDEN_ANGLE = 2.4; // radians: of pins at one place, each leaves in a direction of its own

/** Gives an `offset`, in px at the map's zoom, to numbered pins that would hide one another. */
export function spread(map, all) {
  const pins = all.filter(({ number }) => number).map((one) => {
    const { x, y } = map.project(one.at);
    const [right, down] = one.offset ?? [0, 0];
    return { one, home: [x, y], at: [x + right, y + down] };
  });
  for (let round = 0, moved = true; moved && round < ROUNDS; round += 1) {
    moved = false;
    pins.forEach((pin, index) => {
      for (const other of pins.slice(index + 1)) moved = part(pin, other) || moved;
    });
    for (const pin of pins) hold(pin);
  }
  for (const { one, home, at } of pins) {
    const offset = at.map((px, axis) => Math.round(px - home[axis]));
    if (offset.some(Boolean)) one.offset = offset;
  }
}

/** Moves both away from each other by half of what they lack. */
function part(pin, other) {
  let gap = pin.at.map((px, axis) => (px - other.at[axis]) / ROOM[axis]);
  const far = Math.hypot(...gap);
  if (!(far < 0.99)) return false;
  if (far < 0.05) gap = [Math.cos(GOLDEN_ANGLE * pin.one.number), Math.sin(GOLDEN_ANGLE * pin.one.number)];
  const step = (1 - far) / 2 / Math.hypot(...gap);
  gap.forEach((part, axis) => {
    pin.at[axis] += part * step * ROOM[axis];
    other.at[axis] -= part * step * ROOM[axis];
  });
  return true;
}

function hold({ home, at }) {
  const gone = Math.hypot(at[0] - home[0], at[1] - home[1]);
  if (gone > FARTHEST) at.forEach((px, axis) => (at[axis] = home[axis] + ((px - home[axis]) * FARTHEST) / gone));
}
