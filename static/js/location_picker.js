import { Combobox } from "./combobox.js";
import { baseMap, showDefaultView } from "./map/base.js";
import { loadLeaflet } from "./map/leaflet.js";
import { PIN_SIZE, pin } from "./map/shapes.js";

const DOOR = 17; // zoom levels
const COMMUNE = 13;
const STEP_M = 10;
const LONG_STEP_M = 100;
const CLEAR = 64; // pixels between the pin and the edge, where buttons stand
const METRES_PER_DEGREE = 111_195;
const LINES = ["address", "postal_code", "city"];
const ARROWS = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** The address takes a suggestion of the service, and the pin goes where it says; then by hand, to the door. */
class LocationPicker {
  constructor(form) {
    this.form = form;
    this.said = form.querySelector("[data-atlas-location-said]");
    this.warning = form.querySelector("[data-atlas-location-warning]");
    this.choice = form.querySelector("[data-atlas-location-choice]");
    this.box = form.querySelector("[data-atlas-location-map]");
    this.suggest();
    for (const name of ["latitude", "longitude"]) this.field(name).addEventListener("change", () => this.typed());
    const folded = this.box.closest("details:not([open])"); // a map measures where it stands
    if (folded) folded.addEventListener("toggle", () => this.start(), { once: true });
    else this.start();
  }

  start() {
    this.startMap().catch((error) => console.error(error)); // the two fields say the same
  }

  field(name) {
    return this.form.elements.namedItem(name);
  }

  suggest() {
    if (!this.choice) return; // candidates stand on the page already, to be ticked
    const address = this.field("address");
    address.dataset.atlasSuggest = this.form.dataset.atlasLocation;
    const line = () => LINES.map((name) => this.field(name).value.trim());
    const combobox = new Combobox(address, {
      chosen: (one) => this.choose(one),
      question: () => ({ q: line().join(" ").trim() }),
      read: ({ candidates, doubt }) => {
        if (doubt) this.said.textContent = doubt;
        return candidates;
      },
    });
    const button = this.form.querySelector("[data-atlas-location-search]");
    button.type = "button";
    button.addEventListener("click", () => {
      address.focus();
      combobox.ask();
    });
    for (const name of LINES) this.field(name).addEventListener("input", () => (this.choice.value = ""));
  }

  choose({ address, postal_code, city, lat, lon, approximate, choice, label }) {
    const lines = { address, postal_code, city };
    for (const [name, text] of Object.entries(lines)) if (text) this.field(name).value = text;
    this.choice.value = choice;
    this.write([lat, lon]);
    this.place([lat, lon], approximate ? COMMUNE : DOOR);
    if (this.warning) this.warning.hidden = !approximate;
    this.said.textContent = approximate
      ? `Point approximatif, au centre de la commune : ${label}. Placez le repère à votre porte.`
      : `Repère placé : ${label}.`;
  }

  /** The point of the two fields; null while one of them is no number. */
  read() {
    const [lat, lon] = ["latitude", "longitude"].map((name) => parseFloat(this.field(name).value.trim().replace(",", ".")));
    return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lat, lon] : null;
  }

  write([lat, lon]) {
    this.field("latitude").value = lat.toFixed(6);
    this.field("longitude").value = lon.toFixed(6);
    this.form.dispatchEvent(new Event("change")); // as if it were typed
  }

  typed() {
    const point = this.read();
    if (point) this.place(point);
  }

  async startMap() {
    const { css, config, published } = this.box.dataset;
    const L = (this.L = await loadLeaflet(css));
    const canvas = this.box.querySelector("[data-atlas-canvas]");
    canvas.hidden = false;
    const settings = JSON.parse(config);
    // Without a plan, streets are a blank: step back to where names of communes are.
    const say = (text) => text && map.setZoom(Math.min(map.getZoom(), COMMUNE));
    const { map } = baseMap(L, canvas, settings, { data: this.box.dataset, say, scrollWheelZoom: false });
    this.map = map;
    showDefaultView(L, map, settings);
    if (published) {
      const stands = published.split(",").map(Number);
      L.circleMarker(stands, { radius: 8, className: "map-doubt", interactive: false, keyboard: false }).addTo(map);
    }
    this.form.querySelector("[data-atlas-location-help]").hidden = false;
    map.on("click", ({ latlng }) => this.byHand([latlng.lat, latlng.lng]));
    const point = this.read();
    if (point) this.place(point, "approximate" in this.box.dataset ? COMMUNE : DOOR);
  }

  place(point, zoom) {
    if (!this.map) return;
    if (this.pin) this.pin.setLatLng(point);
    else this.stand(point);
    if (zoom) this.map.setView(point, zoom, { animate: false });
    else this.map.panInside(point, { padding: [CLEAR, CLEAR], animate: false });
    this.label(point);
  }

  stand(point) {
    const { width, height, foot } = PIN_SIZE;
    const icon = this.L.divIcon({ className: "pin place__pin", html: pin("ci", ""), iconSize: [width, height], iconAnchor: foot });
    this.pin = this.L.marker(point, { icon, draggable: true, autoPan: true }).addTo(this.map);
    const element = this.pin.getElement();
    element.setAttribute("aria-describedby", "aide-point");
    this.pin.on("dragend", () => {
      const { lat, lng } = this.pin.getLatLng();
      this.byHand([lat, lng]);
    });
    element.addEventListener("keydown", (event) => this.pressed(event));
  }

  pressed(event) {
    const arrow = ARROWS[event.key];
    if (!arrow || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const metres = event.shiftKey ? LONG_STEP_M : STEP_M;
    const { lat, lng } = this.pin.getLatLng();
    const [north, east] = arrow.map((sign) => (sign * metres) / METRES_PER_DEGREE);
    this.byHand([lat + north, lng + east / Math.cos((lat * Math.PI) / 180)]);
  }

  byHand(point) {
    this.write(point);
    this.place(point);
    if (this.warning) this.warning.hidden = true;
    this.said.textContent = `Repère placé à la main : ${this.words(point)}.`;
  }

  label(point) {
    this.pin.getElement().setAttribute("aria-label", `Position de la structure : ${this.words(point)}`);
  }

  words([lat, lon]) {
    return [lat, lon].map((degrees) => degrees.toFixed(5).replace(".", ",")).join(" ; ");
  }
}

const form = document.querySelector("form[data-atlas-location]");
if (form) new LocationPicker(form);
