import { readResults, searchAround } from "../results_page.js";
import { Answers } from "./answers.js";
import { baseMap, defaultBounds, showDefaultView } from "./base.js";
import { boxAround, boxToBounds, isIn, tiledBox } from "./geometry.js";
import { loadLeaflet } from "./leaflet.js";
import { Marks } from "./marks.js";
import { crowd, essentials, essentialsOfCard } from "./popup.js";
import { pickButton } from "./popup_pick.js";
import { Status } from "./status.js";

const WORLD = [-180, -85, 180, 85];
const CLOSEST_VIEW = 15;
const SLOW_MS = 500;
const MANY = 300; // FEW in suppliers/search/cells.py
// A change of these moves the map; any other filter leaves it where the user put it.
const PLACES = ["adresse", "pres_de", "rayon", "territoire", "intervient"];

/** The map beside the list. It reads the page, never the other way round: without it the list is complete. */
export class ResultsMap {
  /** `chosen(id)` is called when a structure is opened on the map, `pointed(id or null)` when one is hovered. */
  static async on(element, { chosen, pointed }) {
    const L = await loadLeaflet(element.dataset.css);
    return new ResultsMap(L, element, { chosen, pointed });
  }

  constructor(L, element, { chosen, pointed }) {
    this.L = L;
    this.element = element;
    this.chosen = chosen;
    this.config = JSON.parse(element.dataset.config);
    this.tools = element.querySelector("[data-atlas-tools]");
    this.status = new Status(element.querySelector("[data-atlas-map-status]"));
    this.cells = new Answers(element.dataset.cellsUrl);
    this.overview = new Answers(element.dataset.cellsUrl);
    this.life = new AbortController(); // ends with the map, and its listeners with it
    const { map, outlines } = baseMap(L, freshCanvas(element), this.config, {
      data: element.dataset,
      zoomBox: element.querySelector("[data-atlas-zoom]"),
      creditBox: element.querySelector("[data-atlas-credit]"),
      say: (text) => this.status.say("plan", text),
    });
    this.map = map;
    this.outlines = outlines;
    this.marks = new Marks(L, this.map, { opened: this.open.bind(this), pointed });
    this.around = L.layerGroup().addTo(this.map);
    this.places = null;
    this.hasView = false;
    this.map.whenReady(() => (this.hasView = true));
    this.placing = false;
    this.panned = false;
    this.keepView = false; // said by who searches from the map: the answer must not move it
    this.whenMoved = () => {};
    this.map.on("autopanstart", () => (this.panned = true));
    this.map.on("moveend", this.moved, this);
    element.querySelector("[data-atlas-retry]").addEventListener("click", () => this.load());
    this.sized = new ResizeObserver(() => this.resized());
    this.sized.observe(element);
  }

  /** Follows the page: its search, its place, its cards. */
  async refresh() {
    this.stale = !this.element.getClientRects().length; // not seen: nothing to measure or to draw
    if (this.stale) return;
    const keepView = this.keepView;
    this.keepView = false;
    const before = this.page?.query;
    this.page = readResults();
    if (before !== this.page.query) this.map.closePopup();
    this.drawPlace();
    const places = placesOf(this.page.query);
    const elsewhere = places !== this.places && !keepView;
    this.places = places;
    if (keepView || elsewhere) this.status.say("follow", keepView ? aroundTheCentre(this.page) : "");
    if (elsewhere) await this.showResults();
    if (!this.hasView) return; // another call is finding one, and draws this page then
    this.marks.draw(null, this.page.cards);
    const answer = await this.load();
    if (answer && !answer.seen && answer.count > answer.unplaced && !keepView) await this.showResults();
  }

  drawPlace() {
    this.outlines.choose(territoriesOf(this.page.query));
    this.around.clearLayers();
    const { centre, radiusKm } = this.page;
    if (!centre) return;
    const quiet = { interactive: false, keyboard: false };
    if (radiusKm) {
      this.L.circle(centre, { radius: radiusKm * 1000, className: "map-radius", ...quiet }).addTo(this.around);
    }
    this.L.circleMarker(centre, { radius: 4, className: "map-centre", ...quiet }).addTo(this.around);
  }

  /** Moves to where the answer is: the circle of the search, the site's own view, or around the structures found. */
  async showResults() {
    const { centre, query } = this.page;
    if (centre) {
      this.go(() => this.map.fitBounds(this.circle(), { animate: false, ...this.margins(8) }));
      return;
    }
    if (!this.places) {
      this.go(() => this.showCards());
      const answer = await this.load();
      if (answer && answer.seen * 2 >= answer.count - answer.unplaced) return;
    }
    const box = await this.boxOfAll(query).catch(() => null);
    if (box) this.go(() => this.showBounds(boxToBounds(this.L, box)));
    else if (!this.hasView) this.go(() => showDefaultView(this.L, this.map, this.config));
  }

  /** A box around nearly all structures found. Of a group of many the server says only the square: look into it. */
  async boxOfAll(query) {
    let box = WORLD;
    for (const zoom of [5, 9, 13]) {
      const answer = await this.overview.ask({ bbox: box, zoom }, query);
      if (!answer?.features.length) return null;
      box = boxAround(answer.features);
      this.overview.forget(); // it may be asked again
      if (!answer.features.some(({ properties }) => properties.count > MANY)) break;
    }
    return box;
  }

  /** Bounds of the circle searched. */
  circle() {
    const { centre, radiusKm } = this.page;
    return this.L.latLng(centre).toBounds((radiusKm ?? 10) * 2000);
  }

  /** The site's own view when every number of the list is in it, else around them. */
  showCards() {
    const view = defaultBounds(this.L, this.map, this.config, this.margins(this.halfPin()));
    const places = this.page.cards.map(({ place }) => place).filter(Boolean);
    if (places.every((place) => view.contains(place))) showDefaultView(this.L, this.map, this.config);
    else this.showBounds(this.L.latLngBounds(places));
  }

  showBounds(bounds) {
    this.map.fitBounds(bounds, { animate: false, maxZoom: CLOSEST_VIEW, ...this.margins(this.halfPin()) });
  }

  /** What a pin needs beside its place, in px, on a phone too. */
  halfPin() {
    return Math.min(40, this.map.getSize().x / 20);
  }

  /** Room to leave around what is shown, in px; at the top of the page the foot of the map is still off screen. */
  margins(room) {
    const unseen = Math.max(0, this.element.getBoundingClientRect().bottom - innerHeight);
    return { paddingTopLeft: [room, room + this.tools.offsetHeight], paddingBottomRight: [room, room + unseen] };
  }

  /** Moves the map to where the page wants it: nothing the user did, and who moves it loads what it shows. */
  go(move) {
    this.placing = true;
    move();
    this.placing = false;
  }

  moved() {
    if (this.placing || !this.page) return;
    const byPopup = this.panned; // to make room for it: no wish to search elsewhere
    this.panned = false;
    this.load();
    if (!byPopup) this.whenMoved();
  }

  /**
   * Draws what this view shows of the search. The answer, with the number of structures `seen`, or null when there is
   * none (a newer question, a failure).
   */
  async load() {
    if (!this.hasView) return null;
    const slow = setTimeout(() => this.status.say("cells", "Chargement de la carte…"), SLOW_MS);
    const bbox = tiledBox(this.map);
    const numbered = this.page.cards.filter(({ place }) => place);
    const question = { bbox, zoom: Math.round(this.map.getZoom()), sauf: numbered.map(({ id }) => id) };
    try {
      const answer = await this.cells.ask(question, this.page.query);
      if (!answer) return null;
      this.marks.draw(answer.features, this.page.cards);
      this.say(unplaced(answer.unplaced));
      const others = answer.features.reduce((sum, { properties }) => sum + (properties.count ?? 1), 0);
      return { ...answer, seen: others + numbered.filter(({ place }) => isIn(bbox, place)).length };
    } catch {
      this.say("La carte n’a pas pu être mise à jour. La liste, elle, est à jour.", true);
      return null;
    } finally {
      clearTimeout(slow);
    }
  }

  say(text, canRetry = false) {
    this.status.say("cells", text);
    this.element.querySelector("[data-atlas-retry]").hidden = !canRetry;
  }

  open(one, marker, byKeyboard) {
    if (one.count) this.openCluster(one, marker);
    else this.openStructure(one, marker, byKeyboard);
  }

  openCluster({ at, count, bounds }, marker) {
    const box = boxToBounds(this.L, bounds);
    const closer = Math.min(this.map.getBoundsZoom(box), this.map.getMaxZoom());
    if (closer > this.map.getZoom()) this.map.fitBounds(box, { padding: [40, 40] });
    else if (this.map.getZoom() < this.map.getMaxZoom()) this.map.setView(at, this.map.getZoom() + 1);
    else this.popup(marker, crowd(count, () => searchAround(at, 1)));
  }

  openStructure(one, marker, byKeyboard) {
    const content = one.card ? essentialsOfCard(one.card.element) : essentials(one.properties);
    const pick = pickButton(one.id, one.card?.name ?? one.properties.name);
    if (pick) content.append(pick);
    this.popup(marker, content, byKeyboard);
    this.chosen(one.id);
  }

  popup(marker, content, byKeyboard) {
    const close = document.createElement("button");
    close.type = "button";
    close.className = "popup__close";
    close.setAttribute("aria-label", "Fermer");
    close.addEventListener("click", () => this.map.closePopup());
    content.append(close);
    const { x: width, y: height } = this.map.getSize();
    const popup = this.L.popup({
      closeButton: false,
      maxWidth: Math.min(320, width - 48),
      maxHeight: height - this.tools.offsetHeight - 120,
      offset: marker.atlas.top,
      autoPanPaddingTopLeft: [8, this.tools.offsetHeight + 16],
      autoPanPaddingBottomRight: [8, 8],
    });
    popup.setLatLng(marker.getLatLng()).setContent(content).openOn(this.map);
    if (!byKeyboard) return;
    content.querySelector("a, button").focus();
    popup.once("remove", () => {
      const isHere = document.activeElement === document.body || this.element.contains(document.activeElement);
      if (isHere) (marker.getElement() ?? this.map.getContainer()).focus();
    });
  }

  accent(id) {
    this.marks.accent(id);
  }

  /** The box that holds the map has another size. */
  resized() {
    this.go(() => this.map.invalidateSize({ animate: false }));
    if (this.stale) this.refresh();
    else this.load();
  }

  remove() {
    this.life.abort();
    this.sized.disconnect();
    this.cells.forget();
    this.overview.forget();
    this.map.remove();
  }
}

/** The map never hides what it cannot show. */
function unplaced(count) {
  if (!count) return "";
  return count === 1
    ? "1 structure sans adresse connue n’est que dans la liste."
    : `${count} structures sans adresse connue ne sont que dans la liste.`;
}

/** Where a search that follows the map now looks. */
function aroundTheCentre({ radiusKm }) {
  return radiusKm ? `Recherche à moins de ${radiusKm} km du centre de la carte.` : "";
}

/** What the search says of places, to see whether it has changed. A radius alone is no place. */
function placesOf(query) {
  const parameters = new URLSearchParams(query);
  const said = [...parameters].filter(([name, value]) => value && PLACES.includes(name));
  return said.some(([name]) => name !== "rayon") ? new URLSearchParams(said).toString() : "";
}

/** Codes of the territories searched, where structures are or where they work. */
function territoriesOf(query) {
  const parameters = new URLSearchParams(query);
  return ["territoire", "intervient"].flatMap((name) => parameters.getAll(name));
}

/** An empty canvas: a page that "back" brought again may hold the picture of a map that lives no more. */
function freshCanvas(element) {
  const canvas = element.querySelector("[data-atlas-canvas]");
  const fresh = document.createElement("div");
  fresh.className = "map__canvas";
  fresh.setAttribute("data-atlas-canvas", "");
  fresh.setAttribute("role", "group");
  fresh.setAttribute("aria-label", "Plan : flèches pour se déplacer, + et − pour zoomer");
  canvas.replaceWith(fresh);
  for (const box of element.querySelectorAll("[data-atlas-credit], [data-atlas-zoom]")) box.replaceChildren();
  return fresh;
}
