import { baseMap } from "./base.js";
import { loadLeaflet } from "./leaflet.js";
import { MARK_SIZE, mark } from "./shapes.js";

const STREETS = 15;
const COMMUNE = 13;
const DOUBT_M = 1500;
const SHAPES = ["ro", "di"]; // the point that is there, the one that is proposed

/** The map of an item to decide: its point, and the one that is proposed. */
export function startReviewMap() {
  const element = document.querySelector("[data-atlas-review-map]");
  if (!element) return;
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    draw(element).catch((error) => console.error(error)); // the points are said under it
  });
  watch.observe(element);
}

async function draw(element) {
  const { css, config, points } = element.dataset;
  const L = await loadLeaflet(css);
  const canvas = element.querySelector("[data-atlas-canvas]");
  canvas.hidden = false;
  const say = () => map.setZoom(Math.min(map.getZoom(), COMMUNE));
  const { map } = baseMap(L, canvas, JSON.parse(config), { data: element.dataset, say, scrollWheelZoom: false });
  const shown = JSON.parse(points);
  const places = shown.map(({ lat, lon }) => [lat, lon]);
  if (places.length > 1) map.fitBounds(L.latLngBounds(places).pad(0.4), { animate: false, maxZoom: STREETS });
  else map.setView(places[0], shown[0].approximate ? COMMUNE : STREETS);
  shown.forEach(({ name, approximate }, rank) => {
    const quiet = { interactive: false, keyboard: false };
    if (approximate) L.circle(places[rank], { radius: DOUBT_M, className: "map-doubt", ...quiet }).addTo(map);
    const icon = L.divIcon({ className: "mark mark--alone", html: mark(SHAPES[rank]), iconSize: [MARK_SIZE, MARK_SIZE] });
    const marker = L.marker(places[rank], { icon, ...quiet }).addTo(map);
    marker.getElement().setAttribute("role", "img");
    marker.getElement().setAttribute("aria-label", `Point ${name}`);
  });
}
