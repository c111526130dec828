import { baseMap } from "./base.js";
import { loadLeaflet } from "./leaflet.js";
import { MARK_SIZE, mark } from "./shapes.js";

const STREETS = 15;
const COMMUNE = 13;
const COMMUNE_RADIUS_M = 1500;

/** The small map of a structure's page: its point, how sure it is, and the circle where it says it works. */
export function startStructureMap() {
  const element = document.querySelector("[data-atlas-structure-map]");
  if (!element) return;
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    draw(element).catch((error) => console.error(error)); // the address stands beside it
  });
  watch.observe(element);
}

async function draw(element) {
  const { css, config, lat, lon, shape, name, radius, approximate } = element.dataset;
  const L = await loadLeaflet(css);
  const canvas = element.querySelector("[data-atlas-canvas]");
  canvas.hidden = false;
  // Without a plan, streets are a blank: step back to where names of communes are.
  const say = () => map.setZoom(Math.min(map.getZoom(), COMMUNE));
  const { map } = baseMap(L, canvas, JSON.parse(config), { data: element.dataset, say, scrollWheelZoom: false });
  const place = [Number(lat), Number(lon)];
  const quiet = { interactive: false, keyboard: false };
  const isApproximate = approximate !== undefined;
  map.setView(place, isApproximate ? COMMUNE : STREETS);
  if (radius) {
    const circle = L.circle(place, { radius: Number(radius) * 1000, className: "map-radius", ...quiet }).addTo(map);
    map.fitBounds(circle.getBounds(), { animate: false });
  }
  if (isApproximate) {
    L.circle(place, { radius: COMMUNE_RADIUS_M, className: "map-doubt", ...quiet }).addTo(map);
  }
  const icon = L.divIcon({ className: "mark mark--alone", html: mark(shape), iconSize: [MARK_SIZE, MARK_SIZE] });
  const marker = L.marker(place, { icon, ...quiet }).addTo(map);
  marker.getElement().setAttribute("role", "img");
  marker.getElement().setAttribute("aria-label", name);
  keepWidthOnPaper(element);
}

/** Paper has another width: the map would be drawn for part of it. */
function keepWidthOnPaper(element) {
  addEventListener("beforeprint", () => (element.style.width = `${element.offsetWidth}px`));
  addEventListener("afterprint", () => (element.style.width = ""));
}
