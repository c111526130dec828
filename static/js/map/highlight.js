/** The list and the map show the same structure: the one under the pointer or the focus, else the one chosen. */
export class Highlight {
  constructor() {
    this.results = null; // the map, once there is one
    this.chosenId = null;
    this.pointedId = null;
    this.chosen = this.chosen.bind(this);
    this.pointed = this.pointed.bind(this);
    for (const name of ["mouseover", "focusin"]) document.addEventListener(name, this.fromCard.bind(this));
  }

  fromCard({ target }) {
    if (!(target instanceof Element) || target.closest("[data-atlas-map]")) return;
    this.pointed(target.closest("[data-atlas-card]")?.dataset.atlasCard ?? null);
  }

  /** A structure was opened on the map: its card, if this page has it, comes into view. */
  chosen(id) {
    this.chosenId = id;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    cardOf(id)?.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
    this.show();
  }

  pointed(id) {
    if (id === this.pointedId) return;
    this.pointedId = id;
    this.show();
  }

  show() {
    const id = this.pointedId ?? this.chosenId;
    for (const card of document.querySelectorAll("[data-atlas-card]")) {
      card.classList.toggle("card--on", card.dataset.atlasCard === id);
    }
    this.results?.accent(id);
  }
}

function cardOf(id) {
  return document.querySelector(`[data-atlas-card="${CSS.escape(id)}"]`);
}
