import { MARK_SIZE, PIN_SIZE, disc, discSize, mark, pin } from "./shapes.js";
import { spread } from "./spread.js";

const NUMBER = new Intl.NumberFormat("fr-FR");
const SHORT_NUMBER = new Intl.NumberFormat("fr-FR", { notation: "compact", maximumSignificantDigits: 2 });

const RANK_ON = 3000;
const FAR = 10; // px: a pin that stands farther off is tied to its place by a thread

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
    this.threads = L.layerGroup().addTo(map);
    map.createPane("threads");
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
    for (const feature of this.features) want(feature, wanted);
    const focused = this.map.getContainer().contains(document.activeElement) ? document.activeElement : null;
    for (const key of this.standing.keys()) if (!wanted.has(key)) this.drop(key);
    fanOut([...wanted.values()]);
    spread(this.map, [...wanted.values()]);
    for (const [key, one] of wanted) this.stand(key, one);
    this.threads.clearLayers();
    for (const one of wanted.values()) if (one.number && Math.hypot(...(one.offset ?? [])) > FAR) this.tie(one);
    if (focused && !focused.isConnected) this.map.getContainer().focus({ preventScroll: true });
    this.map.fire("marksdrawn");
  }

  stand(key, one) {
    const look = `${one.at} ${one.offset ?? ""} ${one.shape} ${one.number ?? ""} ${one.count ?? ""}`;
    const before = this.standing.get(key);
    if (before?.look === look) {
      before.marker.atlas = { ...one, top: before.marker.atlas.top };
      return;
    }
    const marker = before?.marker ?? this.L.marker(one.at, { icon: this.icon(one), riseOnHover: true });
    marker.atlas = one;
    this.standing.set(key, { marker, look });
    if (before) marker.setLatLng(one.at).setIcon(this.icon(one)); // in the element that stands, focused or not
    else this.listen(marker.addTo(this.layer));
    this.light(key);
  }

  /** Ties a pin to its place, under all marks. */
  tie({ at, offset }) {
    const look = { pane: "threads", interactive: false, smoothFactor: 0 };
    const foot = this.map.unproject(this.map.project(at).add(offset));
    this.L.polyline([at, foot], { className: "thread", ...look }).addTo(this.threads);
    this.L.circleMarker(at, { className: "thread-end", radius: 2, ...look }).addTo(this.threads);
  }

  listen(marker) {
    const element = marker.getElement();
    marker.on("click", () => this.opened(marker.atlas, marker, false));
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      this.opened(marker.atlas, marker, true);
    });
    if (!marker.atlas.id) return;
    for (const name of ["mouseenter", "focus"]) element.addEventListener(name, () => this.pointed(marker.atlas.id));
    for (const name of ["mouseleave", "blur"]) element.addEventListener(name, () => this.pointed(null));
  }

  /** A box around the marks in view; with none, the view. */
  boundsInView() {
    const seen = this.map.getBounds();
    const places = [...this.standing.values()].map(({ marker }) => marker.getLatLng());
    const inView = places.filter((place) => seen.contains(place));
    return inView.length ? this.L.latLngBounds(inView) : seen;
  }

  drop(key) {
    this.standing.get(key).marker.remove();
    this.standing.delete(key);
  }

  /** The icon of a mark, which also gets `top`: where its popup points, in px from its place. */
  icon(one) {
    const { L } = this;
    const [right, down] = one.offset ?? [0, 0];
    if (one.number) {
      const { width, height, foot } = PIN_SIZE;
      one.top = [right, down - height + 10];
      const html = pin(one.shape, one.number);
      return L.divIcon({ className: "pin", html, iconSize: [width, height], iconAnchor: [foot[0] - right, foot[1] - down] });
    }
    const size = one.count ? discSize(one.count) : MARK_SIZE;
    one.top = [right, down - (one.count ? size / 2 : size / 3)];
    const html = one.count ? disc(short(one.count), one.count) : mark(one.shape);
    const className = one.count ? "cluster" : "mark";
    return L.divIcon({ className, html, iconSize: [size, size], iconAnchor: [size / 2 - right, size / 2 - down] });
  }

  /** Gives the accent to the structure with this id (null: to none), and takes it from the one that had it. */
  accent(id) {
    const before = this.accented;
    this.accented = id;
    for (const one of [before, id]) if (one) this.light(`s${one}`);
  }

  /** What a mark says of itself, and whether it has the accent. */
  light(key) {
    const marker = this.standing.get(key)?.marker;
    if (!marker) return;
    const { atlas } = marker;
    const isOn = Boolean(atlas.id) && atlas.id === this.accented;
    const element = marker.getElement();
    element.setAttribute("aria-label", spoken(atlas));
    if (atlas.id) element.title = spoken(atlas);
    element.classList.toggle("mark--on", isOn);
    marker.setZIndexOffset(isOn ? RANK_ON : rank(atlas));
  }
}

/** Adds a feature of the server's answer to what is wanted: a group, or a structure that may be in the list. */
function want({ geometry, properties }, wanted) {
  const [lon, lat] = geometry.coordinates;
  const { id, shape, count, bounds } = properties;
  if (count) wanted.set(`c${lat},${lon}`, { at: [lat, lon], count, bounds });
  else wanted.set(`s${id}`, { id: String(id), at: [lat, lon], shape, ...wanted.get(`s${id}`), properties });
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
    const radius = Math.max(9, neighbours.length * 3);
    neighbours.forEach((one, index) => {
      const angle = (2 * Math.PI * index) / neighbours.length - Math.PI / 2;
      one.offset = [Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle))];
    });
  }
}

function short(count) {
  return count < 10_000 ? NUMBER.format(count) : SHORT_NUMBER.format(count);
}

function spoken({ count, number, properties, card }) {
  if (count) return `${NUMBER.format(count)} structures, zoomer`;
  const name = properties?.name ?? card.name;
  return number ? `${number}. ${name}` : name;
}
