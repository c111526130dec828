const HEADINGS = {
  certification: "Certifications",
  sector: "Secteurs",
  structure: "Structures",
  place: "Lieux",
  cpv: "Codes CPV",
  address: "Adresses",
};

/**
 * The list under a combobox: options in groups, one per kind, in the order they came. Texts are only ever text.
 * `choose(suggestion)` is called when one is clicked.
 */
export function listOf(suggestions, id, choose) {
  const element = made("div", "suggest");
  element.id = id;
  element.setAttribute("role", "listbox");
  element.setAttribute("aria-label", "Suggestions");
  element.addEventListener("mousedown", (event) => event.preventDefault()); // the input keeps the focus
  const groups = new Map();
  for (const suggestion of suggestions) {
    groups.set(suggestion.kind, [...(groups.get(suggestion.kind) ?? []), suggestion]);
  }
  const options = [];
  for (const [kind, members] of groups) {
    const group = made("div", "suggest__group");
    const heading = made("div", "suggest__heading", HEADINGS[kind] ?? kind);
    heading.id = `${id}-${kind}`;
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", heading.id);
    group.append(heading);
    for (const suggestion of members) {
      const option = optionOf(suggestion, `${id}-${options.length}`);
      option.addEventListener("click", () => choose(suggestion));
      options.push({ element: option, suggestion });
      group.append(option);
    }
    element.append(group);
  }
  return { element, options, mark: (active) => mark(options, active), under: (input) => under(element, input) };
}

function optionOf({ label, detail }, id) {
  const option = made("div", "suggest__option");
  option.id = id;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.append(made("span", "suggest__label", label));
  if (detail) option.append(" ", made("span", "suggest__detail", detail));
  return option;
}

function mark(options, active) {
  options.forEach(({ element }, index) => element.setAttribute("aria-selected", String(index === active)));
  options[active]?.element.scrollIntoView({ block: "nearest" });
}

/** Just under the input, as wide as it, and never off the screen. */
function under(element, input) {
  const { left, bottom, width } = input.getBoundingClientRect();
  const origin = element.offsetParent.getBoundingClientRect();
  const screen = document.documentElement.clientWidth;
  const wide = Math.min(Math.max(width, 288), screen - 16);
  const kept = Math.min(left, screen - wide - 8);
  const place = { left: kept - origin.left, top: bottom - origin.top + 4, width: wide };
  for (const [side, px] of Object.entries(place)) element.style[side] = `${px}px`;
}

function made(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}
