import { tiledBox } from "./geometry.js";
import { Answers } from "./answers.js";

/** Names of communes and territories, from our own reference, drawn as text under the marks. */
export class PlaceNames {
  constructor(L, map, url) {
    this.L = L;
    this.map = map;
    this.answers = new Answers(url);
    this.shown = false;
    this.layer = null;
    this.draw = this.draw.bind(this);
  }

  show() {
    if (this.shown) return;
    this.shown = true;
    const pane = this.map.getPane("names") ?? this.map.createPane("names");
    pane.setAttribute("aria-hidden", "true");
    this.layer = this.L.layerGroup().addTo(this.map);
    this.map.on("moveend", this.draw);
    this.draw();
  }

  hide() {
    if (!this.shown) return;
    this.shown = false;
    this.map.off("moveend", this.draw);
    this.answers.forget();
    this.layer.remove();
  }

  async draw() {
    const question = { bbox: tiledBox(this.map), zoom: this.map.getZoom() };
    const answer = await this.answers.ask(question).catch(() => null); // without names the map still has its marks
    if (!answer || !this.shown) return;
    this.layer.clearLayers();
    for (const place of answer.places) this.label(place).addTo(this.layer);
  }

  label({ name, kind, lat, lon }) {
    const text = document.createElement("span");
    text.textContent = name;
    const icon = this.L.divIcon({ className: `place-name place-name--${kind}`, html: text, iconSize: [0, 0] });
    return this.L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: "names" });
  }
}
