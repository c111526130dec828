import { Combobox } from "./combobox.js";

/**
 * Things chosen out of many (data-atlas-picks, the name of their boxes): a box for each that is chosen, and a search
 * box that offers more, or that takes words as they come where it has no address to ask. Without a script, the search
 * box has a button, and the page comes back with boxes to tick.
 */
export function startPicks() {
  for (const element of document.querySelectorAll("[data-atlas-picks]")) new Picks(element);
}

class Picks {
  constructor(element) {
    this.name = element.dataset.atlasPicks;
    this.list = element.querySelector("[data-atlas-picks-list]");
    this.said = element.querySelector("[data-atlas-picks-said]");
    this.input = element.querySelector("[data-atlas-picks-search]");
    const button = element.querySelector("[data-atlas-picks-button]");
    const url = this.input.dataset.atlasPicksSearch;
    if (url) {
      this.input.dataset.atlasSuggest = url;
      // Before the combobox's own: Enter takes the first suggestion, and never sends the form with half a word.
      this.input.addEventListener("keydown", (event) => this.entered(event), true);
      this.combobox = new Combobox(this.input, {
        chosen: (one) => this.add({ ...one, value: one.code }),
        read: (answer) => this.offered(answer),
      });
      button.hidden = true;
    } else {
      button.type = "button";
      button.addEventListener("click", () => this.addWords());
      this.input.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing || !this.input.value.trim()) return;
        event.preventDefault();
        this.addWords();
      });
    }
  }

  entered(event) {
    if (event.key !== "Enter" || event.isComposing || !this.input.value.trim()) return;
    if (this.combobox.active >= 0) return;
    event.preventDefault();
    const [first] = this.combobox.list?.options ?? [];
    if (first) this.combobox.choose(first.suggestion);
    else this.combobox.ask();
    event.stopImmediatePropagation();
  }

  /** An answer is what may be chosen, or that and why it is less than what was typed. */
  offered(answer) {
    if (Array.isArray(answer)) return answer;
    if (this.said.textContent !== answer.doubt) this.said.textContent = answer.doubt;
    return answer.found;
  }

  addWords() {
    const words = this.input.value.split(",").map((word) => word.trim().replaceAll(/\s+/g, " "));
    const longest = Number(this.input.dataset.atlasPicksLongest ?? Infinity);
    const isTooLong = (word) => word.length > longest;
    const added = words.filter((word) => word && !isTooLong(word));
    for (const word of added) this.add({ value: word, label: word });
    if (added.length > 1) this.said.textContent = `Ajoutés : ${added.join(", ")}.`;
    if (words.some(isTooLong)) {
      this.input.value = words.filter(isTooLong).join(", ");
      this.said.textContent = `Trop long, pas ajouté : ${longest} caractères au plus pour un mot-clé.`;
    }
    this.input.focus();
  }

  /** `name`: of what is chosen, where a suggestion is of another kind than the others. */
  add({ value, label, detail = "", drawing = "", name = this.name }) {
    const same = value.toLowerCase();
    const boxes = [...this.list.parentElement.querySelectorAll("input[type=checkbox]")];
    let box = boxes.find((one) => one.name === name && one.value.toLowerCase() === same);
    this.said.textContent = box?.checked ? `Déjà choisi : ${label}.` : `Ajouté : ${label}.`;
    if (!box) {
      box = this.made(name, value, label, detail);
      if (drawing) box.dataset.drawing = drawing;
    }
    box.checked = true;
    this.input.value = "";
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  made(name, value, label, detail) {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name, value });
    const words = element("span", "picks__label", label);
    if (detail) words.append(" ", element("span", "picks__detail", detail));
    const pick = element("label", "picks__pick");
    pick.append(box, words);
    const item = element("li", "picks__item");
    item.append(pick);
    this.list.append(item);
    return box;
  }
}

function element(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}
