import { isIn } from "./geometry.js";
import { MARK_SIZE, PIN_SIZE, disc, mark, pin } from "./shapes.js";
import { spread } from "./spread.js";

const NUMBER = new Intl.NumberFormat("fr-FR");
const SHORT_NUMBER = new Intl.NumberFormat("fr-FR", { notation: "compact", maximumSignificantDigits: 2 });

const RANK_ON = 3000;

/**
 * Everything that stands on the map: clusters and structures of the server's answer, and the numbered pins of the
 * list. What stays keeps its element, so that the keyboard's place is not lost when the map is redrawn.
 */
export class Marks {
  /** `opened(mark, marker, byKeyboard)` is called when one is chosen, `pointed(id or null)` when one is hovered or focused. */
  constructor(L, map, { opened, pointed }) {
    this.L = L;
    this.map = map;
    this.opened = opened;
    this.pointed = pointed;
    this.layer = L.layerGroup().addTo(map);
    this.standing = new Map(); // key -> { marker, look }
    this.accented = null;
  }

  /** Draws `features` (null: those drawn last) and the `cards` of the list that have a point. */
  draw(features, cards) {
    this.features = features ?? this.features ?? [];
    const wanted = new Map();
    for (const card of cards.filter((card) => card.place)) {
      wanted.set(`s${card.id}`, { id: card.id, at: card.place, shape: card.shape, number: card.number, card });
    }
    const numbered = [...wanted.values()];
    for (const feature of this.features) this.want(feature, wanted, numbered);
    const focused = this.map.getContainer().contains(document.activeElement) ? document.activeElement : null;
    for (const key of this.standing.keys()) if (!wanted.has(key)) this.drop(key);
    fanOut([...wanted.values()]);
    spread(this.map, [...wanted.values()]);
    for (const [key, one] of wanted) this.stand(key, one);
    if (focused && !focused.isConnected) this.map.getContainer().focus({ preventScroll: true });
    this.map.fire("marksdrawn");
  }

  /** Adds a feature to what is wanted. A cluster counts those it holds but the numbered ones, which stand by it. */
  want({ geometry, properties }, wanted, numbered) {
    const [lon, lat] = geometry.coordinates;
    if (properties.count) {
      const { bounds } = properties;
      const count = properties.count - numbered.filter(({ at }) => isIn(bounds, at)).length;
      if (count > 0) wanted.set(`c${lat},${lon}`, { at: [lat, lon], count, bounds });
      return;
    }
    const key = `s${properties.id}`;
    const same = wanted.get(key);
    if (same) same.properties = properties;
    else wanted.set(key, { id: String(properties.id), at: [lat, lon], shape: properties.shape, properties });
  }

  stand(key, one) {
    const look = `${one.at} ${one.offset ?? ""} ${one.shape} ${one.number ?? ""} ${one.count ?? ""}`;
    const before = this.standing.get(key);
    if (before?.look === look) {
      before.marker.atlas = { ...one, top: before.marker.atlas.top };
      return;
    }
    if (before) this.drop(key);
    const marker = this.L.marker(one.at, { icon: this.icon(one), riseOnHover: true, zIndexOffset: rank(one) });
    marker.atlas = one;
    marker.addTo(this.layer);
    this.standing.set(key, { marker, look });
    this.listen(marker);
  }

  listen(marker) {
    const element = marker.getElement();
    element.setAttribute("aria-label", spoken(marker.atlas));
    marker.on("click", () => this.opened(marker.atlas, marker, false));
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      this.opened(marker.atlas, marker, true);
    });
    if (!marker.atlas.id) return;
    element.title = spoken(marker.atlas);
    for (const name of ["mouseenter", "focus"]) element.addEventListener(name, () => this.pointed(marker.atlas.id));
    for (const name of ["mouseleave", "blur"]) element.addEventListener(name, () => this.pointed(null));
  }

  drop(key) {
    this.standing.get(key).marker.remove();
    this.standing.delete(key);
  }

  /** The icon of a mark, which also gets `top`: where its popup points, in px from its place. */
  icon(one) {
    const { L } = this;
    const shift = one.offset ?? [0, 0];
    if (one.count) {
      const size = clusterSize(one.count);
      one.top = [0, -size / 2];
      return L.divIcon({ className: "cluster", html: disc(short(one.count), size), iconSize: [size, size] });
    }
    const { width, height, foot } = PIN_SIZE;
    if (one.number) {
      one.top = [shift[0], shift[1] - height + 10];
      const anchor = [foot[0] - shift[0], foot[1] - shift[1]];
      const html = pin(one.shape, one.number);
      return L.divIcon({ className: "pin", html, iconSize: [width, height], iconAnchor: anchor });
    }
    one.top = [shift[0], shift[1] - MARK_SIZE / 3];
    const anchor = [MARK_SIZE / 2 - shift[0], MARK_SIZE / 2 - shift[1]];
    const html = mark(one.shape);
    return L.divIcon({ className: "mark", html, iconSize: [MARK_SIZE, MARK_SIZE], iconAnchor: anchor });
  }

  /** Gives the accent to the structure with this id (null: to none), and takes it from the one that had it. */
  accent(id) {
    if (this.accented !== id) this.light(this.accented, false);
    this.accented = id;
    this.light(id, true);
  }

  light(id, on) {
    const marker = this.standing.get(`s${id}`)?.marker;
    if (!marker) return;
    marker.getElement().classList.toggle("mark--on", on);
    marker.setZIndexOffset(on ? RANK_ON : rank(marker.atlas));
  }
}

/** Numbered pins over groups over the rest. */
function rank(one) {
  if (one.number) return 2000;
  return one.count ? 1000 : 0;
}

/** Parts structures that stand at one address: each steps aside, in px, around the place. */
function fanOut(all) {
  const places = new Map();
  for (const one of all.filter((one) => one.id)) {
    const place = one.at.map((degrees) => degrees.toFixed(5)).join();
    places.set(place, [...(places.get(place) ?? []), one]);
  }
  for (const neighbours of places.values()) {
    if (neighbours.length === 1) continue;
    const radius = Math.max(16, neighbours.length * 5);
    neighbours.forEach((one, index) => {
      const angle = (2 * Math.PI * index) / neighbours.length - Math.PI / 2;
      one.offset = [Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle))];
    });
  }
}

function clusterSize(count) {
  return Math.round(Math.min(56, 28 + 7 * Math.log10(count)));
}

function short(count) {
  return count < 10_000 ? NUMBER.format(count) : SHORT_NUMBER.format(count);
}

function spoken({ count, number, properties, card }) {
  if (count) return `${NUMBER.format(count)} ${count > 1 ? "structures" : "structure"}, zoomer`;
  const name = properties?.name ?? card.name;
  return number ? `${number}. ${name}` : name;
}
