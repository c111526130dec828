import { MARK_SIZE, PIN_SIZE, discSize } from "./shapes.js";

const ROUNDS = 100;
const NEAR_ENOUGH = 0.98; // of the room two marks need
const GOLDEN_ANGLE = 2.4; // radians: of bodies at one place, each leaves in a direction of its own

/**
 * Gives an `offset`, in px at the map's zoom, to marks that would hide one another, so that every number and every
 * shape is seen. A pin may go far, since a thread ties it to its place; other marks stay nearly where they are.
 */
export function spread(map, all) {
  const bodies = all.map((one) => {
    const home = map.project(one.at);
    const [right, down] = one.offset ?? [0, 0];
    const body = bodyOf(one);
    const leash = body.leash + Math.hypot(right, down);
    return { ...body, one, leash, homeX: home.x, homeY: home.y - body.rise, x: home.x + right, y: home.y + down - body.rise };
  });
  for (let round = 0, moved = true; moved && round < ROUNDS; round += 1) {
    moved = false;
    for (let rank = 1; rank < bodies.length; rank += 1) {
      for (let before = 0; before < rank; before += 1) moved = part(bodies[rank], bodies[before], rank) || moved;
    }
    bodies.forEach(hold);
  }
  for (const { one, x, y, homeX, homeY } of bodies) {
    const offset = [Math.round(x - homeX), Math.round(y - homeY)];
    if (offset.some(Boolean)) one.offset = offset;
  }
}

/** The room a mark takes to each side of its middle, how far over its place that is, how far it may go: px. */
function bodyOf({ number, count }) {
  if (number) return { wide: PIN_SIZE.width / 2 + 1, high: 20, rise: 24, leash: 120, weight: 4 };
  const radius = count ? discSize(count) / 2 + 1 : MARK_SIZE * 0.38;
  return { wide: radius, high: radius, rise: 0, leash: count ? 28 : 14, weight: count ? 2 : 1 };
}

/** Moves both away from each other by what they lack, the lighter one farther. Says whether they had to move. */
function part(body, other, rank) {
  const wide = body.wide + other.wide;
  const high = body.high + other.high;
  let x = (body.x - other.x) / wide;
  let y = (body.y - other.y) / high;
  let far = x * x + y * y;
  if (far > NEAR_ENOUGH * NEAR_ENOUGH) return false;
  far = Math.sqrt(far);
  const lack = 1 - far;
  if (far < 0.05) [x, y, far] = [Math.cos(GOLDEN_ANGLE * rank), Math.sin(GOLDEN_ANGLE * rank), 1];
  const step = lack / far / (body.weight + other.weight);
  body.x += x * step * wide * other.weight;
  body.y += y * step * high * other.weight;
  other.x -= x * step * wide * body.weight;
  other.y -= y * step * high * body.weight;
  return true;
}

function hold(body) {
  const { homeX, homeY, leash } = body;
  const gone = Math.hypot(body.x - homeX, body.y - homeY);
  if (gone <= leash) return;
  body.x = homeX + ((body.x - homeX) * leash) / gone;
  body.y = homeY + ((body.y - homeY) * leash) / gone;
}
