const ANSWERS = { ELIGIBLE: "éligible", TO_CHECK: "à vérifier" };

/**
 * The essentials of a structure, made of elements whose text is only ever text: a name is never read as HTML.
 * `structure` is the properties of a map feature.
 */
export function essentials(structure) {
  const name = made("p", "popup__name");
  const link = made("a", "", structure.name);
  link.href = structure.url;
  name.append(link);
  const lines = [
    made("p", "popup__where", sentence([structure.city, structure.family_label])),
    made("p", "popup__what", sentence((structure.sectors ?? []).slice(0, 3))),
    made("p", "popup__proof", sentence((structure.certifications ?? []).map(proof))),
    ...(structure.articles ?? []).filter(({ answer }) => answer in ANSWERS).map(answerLine),
    made("p", "popup__note", structure.approximate ? "Position approximative" : ""),
  ];
  return box([name, ...lines.filter((line) => line.textContent)]);
}

/** The same, copied from the card of the list: its parts that carry data-atlas-essential. */
export function essentialsOfCard(card) {
  const parts = [...card.querySelectorAll("[data-atlas-essential]")].map((part) => part.cloneNode(true));
  const whole = box(parts);
  for (const element of whole.querySelectorAll("[id]")) element.removeAttribute("id");
  return whole;
}

/** For structures that no zoom will part: how many, and the way to the list of them. */
export function crowd(count, showThem) {
  const button = made("button", "map__tool", "Les voir dans la liste");
  button.type = "button";
  button.addEventListener("click", showThem);
  return box([made("p", "popup__name", `${count} structures à cet endroit`), button]);
}

function proof({ label, state }) {
  return state === "UNVERIFIED" ? `${label} (à vérifier)` : label;
}

function answerLine({ article, answer, labour_supply }) {
  const condition = labour_supply ? ", si le lot est une mise à disposition de personnel" : "";
  return made("p", `popup__answer popup__answer--${answer === "ELIGIBLE" ? "ok" : "check"}`,
    `Marché réservé ${article} : ${ANSWERS[answer]}${condition}`);
}

function box(children) {
  const whole = made("div", "popup");
  whole.append(...children);
  return whole;
}

function sentence(parts) {
  return parts.filter(Boolean).join(" · ");
}

function made(tag, className, text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
