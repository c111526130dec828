/** Distances in km, boxes as [west, south, east, north] in WGS 84 degrees. */
const EARTH_RADIUS_KM = 6371;
const TILE = 256;
const MOST_NORTHERN = 85;

export function distanceKm([latA, lonA], [latB, lonB]) {
  const radians = Math.PI / 180;
  const half =
    Math.sin(((latB - latA) * radians) / 2) ** 2 +
    Math.cos(latA * radians) * Math.cos(latB * radians) * Math.sin(((lonB - lonA) * radians) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(half));
}

/** The view widened to whole tiles, so that a small move asks nothing and neighbours share an answer. */
export function tiledBox(map) {
  const zoom = map.getZoom();
  const seen = map.getPixelBounds();
  const northWest = map.unproject(seen.min.divideBy(TILE).floor().multiplyBy(TILE), zoom);
  const southEast = map.unproject(seen.max.divideBy(TILE).ceil().multiplyBy(TILE), zoom);
  return [
    Math.max(northWest.lng, -180),
    Math.max(southEast.lat, -MOST_NORTHERN),
    Math.min(southEast.lng, 180),
    Math.min(northWest.lat, MOST_NORTHERN),
  ].map((degrees) => Number(degrees.toFixed(5)));
}

export function boxToBounds(L, [west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east]);
}

/** The box of a feature: that of a cluster, or the point itself. */
export function boxOf(feature) {
  const [lon, lat] = feature.geometry.coordinates;
  return feature.properties.bounds ?? [lon, lat, lon, lat];
}

/** Whether a place [lat, lon] is in a box, to the metre. */
export function isIn([west, south, east, north], [lat, lon]) {
  const metre = 1e-5;
  return lon >= west - metre && lon <= east + metre && lat >= south - metre && lat <= north + metre;
}

/** A box around nearly all structures: two in a hundred may stay out, so that one island does not shrink a city. */
export function boxAround(features) {
  const weighted = features.map((feature) => ({ box: boxOf(feature), count: feature.properties.count ?? 1 }));
  const spare = Math.floor(weighted.reduce((sum, { count }) => sum + count, 0) * 0.02);
  const edge = (side, order) => {
    let left = spare;
    const sorted = weighted.toSorted((a, b) => order * (a.box[side] - b.box[side]));
    return sorted.find(({ count }) => (left -= count) < 0).box[side];
  };
  return [edge(0, 1), edge(1, 1), edge(2, -1), edge(3, -1)];
}

/** The whole number of km (1 to `most`) of the largest circle inside the view, around its centre. */
export function radiusInView(map, most) {
  const { lat, lng } = map.getCenter();
  const bounds = map.getBounds();
  const sides = [[lat, bounds.getEast()], [bounds.getNorth(), lng], [bounds.getSouth(), lng]];
  const km = Math.min(...sides.map((side) => distanceKm([lat, lng], side)));
  return Math.min(most, Math.max(1, Math.floor(km)));
}
