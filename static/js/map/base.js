import { PlaceNames } from "./place_names.js";

/**
 * A Leaflet map set up from django-leaflet's settings (LEAFLET_CONFIG), with French words. When no tile comes,
 * our own place names are drawn instead. `zoomBox` and `creditBox`: elements that take those controls.
 */
export function baseMap(L, canvas, config, { placesUrl, zoomBox, creditBox, say = () => {}, ...options }) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(canvas, {
    minZoom: config.MIN_ZOOM ?? 4,
    maxZoom: config.MAX_ZOOM ?? 18,
    zoomControl: false,
    attributionControl: false,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    inertia: !still,
    ...options,
  });
  const zoom = L.control.zoom({ position: "topright", zoomInTitle: "Zoomer", zoomOutTitle: "Dézoomer" }).addTo(map);
  const credit = L.control.attribution({ prefix: config.ATTRIBUTION_PREFIX || false }).addTo(map);
  const scale = config.SCALE ? L.control.scale({ imperial: false }).addTo(map) : null;
  // Out of Leaflet's corners, to where they stay on screen and over nothing.
  zoomBox?.append(zoom.getContainer());
  creditBox?.append(...[scale, credit].filter(Boolean).map((control) => control.getContainer()));
  addTiles(L, map, config, new PlaceNames(L, map, placesUrl), say);
  return map;
}

/** Where the map stands before it knows better. */
export function showDefaultView(L, map, config) {
  const extent = config.SPATIAL_EXTENT;
  if (config.DEFAULT_CENTER && config.DEFAULT_ZOOM) map.setView(config.DEFAULT_CENTER, config.DEFAULT_ZOOM);
  else map.fitBounds([[extent.ymin, extent.xmin], [extent.ymax, extent.xmax]]);
}

const PATIENCE_MS = 4000;

function addTiles(L, map, config, names, say) {
  const [, url, attributes] = config.TILES[0] ?? [];
  if (!url) {
    map.whenReady(() => names.show());
    return;
  }
  const settings = typeof attributes === "string" ? { attribution: attributes } : attributes;
  const layer = L.tileLayer(url, { minZoom: config.MIN_ZOOM, maxZoom: config.MAX_ZOOM, ...settings });
  let arrived = 0;
  let patience = 0;
  const giveUp = () => {
    if (arrived || names.shown) return;
    names.show();
    say("Fond de plan indisponible.");
  };
  layer.on("loading", () => {
    arrived = 0;
    clearTimeout(patience);
    patience = setTimeout(giveUp, PATIENCE_MS);
  });
  layer.on("tileerror", giveUp);
  layer.on("tileload", () => {
    arrived += 1;
    if (!names.shown) return;
    names.hide();
    say("");
  });
  map.on("unload", () => clearTimeout(patience));
  layer.addTo(map);
}
