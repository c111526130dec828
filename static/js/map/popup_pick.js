/**
 * The mark-page of a structure in its popup: it does what the button of a card does, and the card follows.
 * Sent by itself, since htmx may not be there yet; the header's count is the answer's.
 */
export function pickButton(id, name) {
  const form = document.getElementById("selection-form");
  if (!form) return null;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn btn--ghost popup__pick" });
  const said = document.createElement("p");
  said.className = "popup__note";
  said.setAttribute("role", "status");
  const whole = document.createElement("div");
  whole.append(button, said);
  show(button, id, name);
  button.addEventListener("click", async () => {
    if (button.ariaDisabled === "true") return;
    button.ariaDisabled = "true";
    said.textContent = await send(form, id, isPicked(id)).catch(() => "Le site n’a pas répondu : réessayez.");
    button.ariaDisabled = "false";
    show(button, id, name);
  });
  return whole;
}

function isPicked(id) {
  return (document.getElementById("selection-count")?.dataset.atlasPicked ?? "").split(" ").includes(String(id));
}

function show(button, id, name) {
  const picked = isPicked(id);
  const whose = document.createElement("span");
  whose.className = "vh";
  whose.textContent = ` ${name}`;
  button.replaceChildren(picked ? "Retirer de ma sélection" : "Garder dans ma sélection", whose);
}

/** What there is to say: nothing when it is done as asked. */
async function send(form, id, picked) {
  const body = new FormData(form);
  body.set(picked ? "retirer" : "ajouter", id);
  const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const count = page.getElementById("selection-count");
  const button = page.querySelector(".pick");
  if (!count || !button) throw new Error("another page");
  count.removeAttribute("hx-swap-oob");
  document.getElementById("selection-count").replaceWith(count);
  const ofCard = document.querySelector(`.card [id="${button.id}"]`);
  if (ofCard) {
    ofCard.replaceWith(button);
    window.htmx?.process(button);
  }
  return page.querySelector(".notice")?.textContent.trim() ?? "";
}
