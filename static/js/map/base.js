import { Outlines } from "./outlines.js";
import { PlaceNames } from "./place_names.js";

/**
 * A Leaflet map set up from django-leaflet's settings (LEAFLET_CONFIG), with French words, and the outlines of its
 * territories. When no tile comes, our own names and outlines are drawn instead: `data` says where they are asked for.
 * `zoomBox` and `creditBox`: elements that take those controls.
 */
export function baseMap(L, canvas, config, { data, zoomBox, creditBox, say = () => {}, ...options }) {
  keepStill(L);
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
  const outlines = new Outlines(L, map, data.outlinesUrl);
  addTiles(L, map, config, { ours: [outlines, new PlaceNames(L, map, data.placesUrl)], credit, say });
  return { map, outlines };
}

/** Leaflet's buttons give the focus back to the map, which is no reason to scroll the page under the pointer. */
function keepStill(L) {
  L.Control.include({
    _refocusOnMap({ screenX = 0, screenY = 0 } = {}) {
      if (screenX > 0 && screenY > 0) this._map?.getContainer().focus({ preventScroll: true });
    },
  });
}

/** Where the map stands before it knows better. */
export function showDefaultView(L, map, config) {
  if (config.DEFAULT_CENTER && config.DEFAULT_ZOOM) map.setView(config.DEFAULT_CENTER, config.DEFAULT_ZOOM);
  else map.fitBounds(defaultBounds(L, map, config));
}

/** What that view shows within its margins (px), without going there: on a map that has none yet. */
export function defaultBounds(L, map, config, { paddingTopLeft = [0, 0], paddingBottomRight = [0, 0] } = {}) {
  const { DEFAULT_CENTER: centre, DEFAULT_ZOOM: zoom, SPATIAL_EXTENT: extent } = config;
  if (!centre || !zoom) return L.latLngBounds([[extent.ymin, extent.xmin], [extent.ymax, extent.xmax]]);
  const middle = map.project(centre, zoom);
  const half = map.getSize().divideBy(2);
  const corners = [middle.subtract(half).add(paddingTopLeft), middle.add(half).subtract(paddingBottomRight)];
  return L.latLngBounds(corners.map((corner) => map.unproject(corner, zoom)));
}

const PATIENCE_MS = 4000;
const READ_MS = 10_000; // then what is said makes room: it lies over the map

/** Tiles, and what is ours in their stead: it is shown when none comes, and hidden as soon as one does. */
function addTiles(L, map, config, { ours, credit, say }) {
  const [, url, attributes] = config.TILES[0] ?? [];
  if (!url) {
    map.whenReady(() => ours.forEach((part) => part.show()));
    return;
  }
  const settings = typeof attributes === "string" ? { attribution: attributes } : attributes;
  const layer = L.tileLayer(url, { minZoom: config.MIN_ZOOM, maxZoom: config.MAX_ZOOM, ...settings });
  let arrived = 0;
  let patience = 0;
  let read = 0;
  let hasPlan = true;
  const change = (to) => {
    if (to === hasPlan) return;
    hasPlan = to;
    for (const part of ours) hasPlan ? part.hide() : part.show();
    if (hasPlan) credit.addAttribution(layer.getAttribution());
    else credit.removeAttribution(layer.getAttribution());
    say(hasPlan ? "" : "Fond de plan indisponible.");
    clearTimeout(read);
    if (!hasPlan) read = setTimeout(() => say(""), READ_MS);
  };
  const giveUp = () => arrived || change(false);
  layer.on("loading", () => {
    arrived = 0;
    clearTimeout(patience);
    patience = setTimeout(giveUp, PATIENCE_MS);
  });
  layer.on("tileerror", giveUp);
  layer.on("tileload", () => {
    arrived += 1;
    change(true);
  });
  map.on("unload", () => [patience, read].forEach(clearTimeout));
  layer.addTo(map);
}
