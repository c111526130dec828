import { baseMap, showDefaultView } from "./map/base.js";
import { loadLeaflet } from "./map/leaflet.js";

const AROUND_COMMUNE_M = 1500;
const FRANCE = [[41.3, -5.2], [51.1, 9.6]];
const QUIET = { interactive: false, keyboard: false };

/** Shows the fields of the zone that is chosen, and draws that zone: a circle, outlines, the whole country. */
export function startZone() {
  const element = document.querySelector("[data-atlas-zone]");
  if (!element) return;
  const drawn = new ZoneMap(element.querySelector("[data-atlas-zone-map]"));
  const change = () => {
    const zone = zoneOf(element);
    for (const part of element.querySelectorAll("[data-atlas-zone-of]")) part.hidden = part.dataset.atlasZoneOf !== zone.kind;
    drawn.draw(zone).catch((error) => console.error(error)); // the fields say it all
  };
  element.addEventListener("change", change);
  change();
}

function zoneOf(element) {
  const boxes = [...element.querySelectorAll("[name=territories]:checked")];
  return {
    kind: element.querySelector("[name=zone_kind]:checked")?.value ?? "",
    radius: Number(element.querySelector("[name=radius_km]").value) || 0,
    places: boxes.map((box) => ({
      code: box.value,
      name: box.parentElement.querySelector(".picks__label").firstChild.textContent.trim(),
      ...JSON.parse(box.dataset.drawing || "{}"),
    })),
  };
}

class ZoneMap {
  constructor(element) {
    this.element = element;
    this.said = element.querySelector("[data-atlas-zone-said]");
    this.firstWords = this.said.textContent;
    const { lat, lon } = element.dataset;
    this.home = lat && lon ? [Number(lat), Number(lon)] : null;
    this.starting = null;
    this.asked = 0;
  }

  async start() {
    const { css, config } = this.element.dataset;
    const L = await loadLeaflet(css);
    const canvas = this.element.querySelector("[data-atlas-canvas]");
    canvas.hidden = false;
    const settings = JSON.parse(config);
    const { map, outlines } = baseMap(L, canvas, settings, { data: this.element.dataset, scrollWheelZoom: false });
    showDefaultView(L, map, settings);
    canvas.setAttribute("role", "group");
    Object.assign(this, { L, map, outlines, layer: L.featureGroup().addTo(map) });
  }

  async draw({ kind, radius, places }) {
    const asked = (this.asked += 1);
    await (this.starting ??= this.start());
    if (asked !== this.asked) return; // another zone was chosen meanwhile
    this.layer.clearLayers();
    const chosen = kind === "territories" ? places : [];
    this.outlines.choose(chosen.map(({ code }) => code));
    if (this.home) this.add(this.L.circleMarker(this.home, { radius: 6, className: "map-centre", ...QUIET }));
    if (kind === "radius" && radius && this.home) {
      this.add(this.L.circle(this.home, { radius: radius * 1000, className: "map-radius", ...QUIET }));
    }
    for (const place of chosen) this.addPlace(place);
    this.say(kind, radius, chosen);
    await this.outlines.draw();
    if (asked === this.asked) this.show(kind, chosen);
  }

  add(shape) {
    shape.addTo(this.layer);
  }

  /** A place whose exact outline is not ours: the line around its communes, or a circle around its centre. */
  addPlace({ hull, at }) {
    const look = { className: "map-radius", ...QUIET };
    if (hull?.length > 2) this.add(this.L.polygon(hull, look));
    else if (hull?.length || at) this.add(this.L.circle(at ?? hull[0], { radius: AROUND_COMMUNE_M, ...look }));
  }

  show(kind, places) {
    const bounds = this.L.latLngBounds([]);
    if (kind === "france") bounds.extend(FRANCE);
    else if (kind === "radius" || places.length) this.extend(bounds);
    if (bounds.isValid()) this.map.fitBounds(bounds, { animate: false, padding: [12, 12], maxZoom: 14 });
    else if (this.home) this.map.setView(this.home, 11, { animate: false });
  }

  extend(bounds) {
    this.layer.eachLayer((shape) => bounds.extend(shape.getBounds?.() ?? shape.getLatLng()));
    this.outlines.layer.eachLayer((shape) => {
      if (shape.options.className.includes("--on")) bounds.extend(shape.getBounds());
    });
  }

  say(kind, radius, places) {
    this.said.textContent = this.words(kind, radius, places);
    this.map.getContainer().setAttribute("aria-label", `Carte. ${this.said.textContent}`);
  }

  words(kind, radius, places) {
    if (kind === "france") return "Toute la France.";
    if (kind === "territories") {
      if (!places.length) return "Choisissez un territoire : il s’affiche ici.";
      const names = places.map(({ name }) => name).join(", ");
      return places.some(({ hull, at }) => hull || at) ? `${names}. Les pointillés sont un contour approché.` : `${names}.`;
    }
    if (kind === "radius" && radius && this.home) return `${radius} km autour de votre adresse.`;
    return this.firstWords;
  }
}
