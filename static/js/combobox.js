import { Answers } from "./map/answers.js";
import { listOf } from "./suggestion_list.js";

const PAUSE_MS = 120;
const FEWEST_LETTERS = 2;
const PLACE = ["adresse", "pres_de", "autour", "rayon"];

/**
 * As-you-type suggestions for the inputs that carry data-atlas-suggest (the address to ask), after the combobox
 * pattern of ARIA 1.2. An input with data-atlas-suggest-only ("lieu") takes the suggestion's words; any other goes to
 * the suggestion's page. Without a suggestion chosen, Enter sends the form with what was typed.
 */
export function startCombobox() {
  const enhanced = new WeakSet();
  const enhance = () => {
    for (const input of document.querySelectorAll("input[data-atlas-suggest]")) {
      if (enhanced.has(input)) continue;
      enhanced.add(input);
      new Combobox(input);
    }
  };
  enhance();
  for (const name of ["htmx:afterSettle", "htmx:historyRestore"]) document.addEventListener(name, enhance);
}

let made = 0;

/**
 * One such input. `chosen(suggestion)` is called in place of going anywhere; `question(text)` is what is asked, and
 * `read(answer)` the suggestions of an answer.
 */
export class Combobox {
  constructor(input, { chosen = null, question = null, read = (answer) => answer } = {}) {
    this.input = input;
    this.chosen = chosen;
    this.question = question ?? ((text) => (this.only ? { q: text, quoi: this.only } : { q: text }));
    this.read = read;
    this.only = input.dataset.atlasSuggestOnly ?? "";
    this.id = `suggestions-${(made += 1)}`;
    this.answers = new Answers(input.dataset.atlasSuggest);
    this.active = -1;
    this.list = null;
    this.pause = 0;
    input.autocomplete = "off";
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("blur", () => this.close());
  }

  typed() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask() {
    const text = this.input.value.trim();
    if (text.length < FEWEST_LETTERS) {
      this.close();
      return;
    }
    const answer = await this.answers.ask(this.question(text)).catch(() => false); // typing works without suggestions
    if (answer === null || document.activeElement !== this.input) return;
    this.open(answer ? this.read(answer) : []);
  }

  open(suggestions) {
    this.close();
    if (!suggestions.length) return;
    this.list = listOf(suggestions, this.id, (suggestion) => this.choose(suggestion));
    (this.input.form ?? document.body).append(this.list.element);
    this.list.under(this.input);
    this.input.setAttribute("aria-expanded", "true");
    this.input.setAttribute("aria-controls", this.id);
  }

  close() {
    clearTimeout(this.pause);
    this.answers.forget();
    this.list?.element.remove();
    this.list = null;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-controls");
    this.input.removeAttribute("aria-activedescendant");
  }

  pressed(event) {
    if (event.isComposing) return;
    const press = { ArrowDown: () => this.move(1), ArrowUp: () => this.move(-1) }[event.key];
    if (press) {
      event.preventDefault();
      press();
    } else if (event.key === "Escape" && this.list) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.choose(this.list.options[this.active].suggestion);
    } else if (event.key === "Enter") {
      this.close();
    }
  }

  /** Steps through the options; before the first and after the last comes the text itself. */
  move(step) {
    if (!this.list) {
      this.ask();
      return;
    }
    const { options } = this.list;
    const stops = options.length + 1;
    this.active = ((this.active + 1 + step + stops) % stops) - 1;
    this.list.mark(this.active);
    if (this.active < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", options[this.active].element.id);
  }

  choose(suggestion) {
    this.close();
    if (this.chosen) {
      this.chosen(suggestion);
      return;
    }
    if (!this.only) {
      location.assign(withForm(suggestion.url, this.input.form));
      return;
    }
    this.input.value = suggestion.text;
    if (this.input.form.matches("[data-atlas-search]")) this.input.form.requestSubmit();
  }
}

/** The address of a suggestion; a search keeps the place and the filters that stand in the form. */
function withForm(url, form) {
  const target = new URL(url, location.href);
  if (!form || target.pathname !== new URL(form.action).pathname) return target.href;
  const asked = new Set(target.searchParams.keys());
  if (["pres_de", "intervient", "territoire"].some((name) => asked.has(name))) PLACE.forEach((name) => asked.add(name));
  const fields = [...new FormData(form)].filter(([name, value]) => value && name !== "q" && !asked.has(name));
  const hasPlace = fields.some(([name]) => name === "adresse" || name === "pres_de");
  for (const [name, value] of fields) if (name !== "rayon" || hasPlace) target.searchParams.append(name, value);
  return target.href;
}
