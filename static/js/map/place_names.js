import { tiledBox } from "./geometry.js";
import { Answers } from "./answers.js";

const MARKS = ".pin svg, .mark svg, .cluster svg";
const STEPS = [0, 18, -18, 30, -30]; // px

/** Names of communes and territories, from our own reference, drawn as text under the marks. */
export class PlaceNames {
  constructor(L, map, url) {
    this.L = L;
    this.map = map;
    this.answers = new Answers(url);
    this.shown = false;
    this.layer = null;
    this.draw = this.draw.bind(this);
    this.tidy = this.tidy.bind(this);
  }

  show() {
    if (this.shown) return;
    this.shown = true;
    const pane = this.map.getPane("names") ?? this.map.createPane("names");
    pane.setAttribute("aria-hidden", "true");
    this.layer = this.L.layerGroup().addTo(this.map);
    this.map.on("moveend", this.draw);
    this.map.on("marksdrawn", this.tidy);
    this.draw();
  }

  hide() {
    if (!this.shown) return;
    this.shown = false;
    this.map.off("moveend", this.draw);
    this.map.off("marksdrawn", this.tidy);
    this.answers.forget();
    this.layer.remove();
  }

  async draw() {
    const question = { bbox: tiledBox(this.map), zoom: Math.round(this.map.getZoom()) };
    const answer = await this.answers.ask(question).catch(() => null); // without names the map still has its marks
    if (!answer || !this.shown) return;
    this.layer.clearLayers();
    for (const place of answer.places) this.label(place).addTo(this.layer);
    this.tidy();
  }

  /** Each name where nothing else stands: at its place, else under or over it, else nowhere. */
  tidy() {
    const boxOf = (element) => element.getBoundingClientRect();
    const taken = [...this.map.getContainer().querySelectorAll(MARKS)].map(boxOf);
    const names = [...this.map.getPane("names").querySelectorAll(".place-name span")];
    for (const name of names) name.style.translate = "";
    const homes = names.map(boxOf);
    names.forEach((name, index) => {
      const boxes = STEPS.map((down) => moved(homes[index], down));
      const step = boxes.findIndex((box) => !taken.some((other) => overlap(box, other)));
      name.style.visibility = step < 0 ? "hidden" : "";
      if (step < 0) return;
      name.style.translate = `0 ${STEPS[step]}px`;
      taken.push(boxes[step]);
    });
  }

  label({ name, kind, lat, lon }) {
    const text = document.createElement("span");
    text.textContent = name;
    const icon = this.L.divIcon({ className: `place-name place-name--${kind}`, html: text, iconSize: [0, 0] });
    return this.L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: "names" });
  }
}

function moved({ left, right, top, bottom }, down) {
  return { left, right, top: top + down, bottom: bottom + down };
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
