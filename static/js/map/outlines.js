/** Outlines of territories, from our own data: all of them where no plan lies under, and always those `chosen`. */
export class Outlines {
  constructor(L, map, url) {
    this.L = L;
    this.map = map;
    this.url = url;
    this.shown = false;
    this.chosen = []; // codes
    this.answer = null; // asked for once one is to be drawn
    this.layer = L.layerGroup([], { attribution: "Contours : IGN Admin Express" });
    map.on("unload", () => Object.assign(this, { shown: false, chosen: [] }));
  }

  show() {
    this.shown = true;
    this.draw();
  }

  hide() {
    this.shown = false;
    this.draw();
  }

  /** `codes`: the territories searched. */
  choose(codes) {
    if (codes.join() === this.chosen.join()) return;
    this.chosen = codes;
    this.draw();
  }

  async draw() {
    if (this.shown || this.chosen.length) this.answer ??= askFor(this.url);
    const all = await this.answer;
    this.layer.remove().clearLayers();
    if (!all) {
      this.answer = null; // without outlines the map still has its marks; they may come next time
      return;
    }
    const chosen = all.filter(({ code }) => this.chosen.includes(code));
    for (const territory of this.shown ? all : []) this.add(territory, "outline");
    for (const territory of chosen) this.add(territory, "outline outline--on");
    if (this.layer.getLayers().length) this.layer.addTo(this.map);
  }

  add({ code, ring }, className) {
    if (!this.map.getPane("outlines")) this.map.createPane("outlines").setAttribute("aria-hidden", "true");
    // Not smoothed: each of two neighbours would leave its own side of their border.
    const look = { className, pane: "outlines", interactive: false, smoothFactor: 0 };
    this.layer.addLayer(this.L.polygon(ring, look));
  }
}

/** The territories, each with its `code` and its `ring` of [lat, lon]; null when they do not come. */
async function askFor(url) {
  try {
    const response = await fetch(url);
    return response.ok ? territoriesOf(await response.json()) : null;
  } catch {
    return null;
  }
}

/** Reads TopoJSON: steps along borders, which two neighbours share; ~n is border n walked backwards. */
function territoriesOf({ transform, arcs, objects }) {
  const borders = arcs.map((steps) => {
    const at = [0, 0];
    return steps.map((step) => [1, 0].map((axis) => (at[axis] += step[axis]) * transform.scale[axis] + transform.translate[axis]));
  });
  return objects.territories.geometries.map(({ id, arcs: [numbers] }) => ({
    code: id,
    ring: numbers.flatMap((number) => (number < 0 ? borders[~number].toReversed() : borders[number])),
  }));
}
