import { followTyping } from "./step_typing.js";

/** The profile's steps: how much room is left in a text, and rows added to a list. Without it, rows stand ready. */

/** Says under a text how many characters are left, once the end is near. */
function countDown(box) {
  const most = Number(box.dataset.atlasCount);
  const said = document.createElement("p");
  said.className = "field__hint";
  said.setAttribute("role", "status");
  box.after(said);
  const tell = () => {
    const used = box.value.length;
    const over = used - most;
    said.textContent =
      over > 0
        ? `${over.toLocaleString("fr-FR")} de trop : raccourcissez un peu.`
        : `${used.toLocaleString("fr-FR")} sur ${most.toLocaleString("fr-FR")} caractères.`;
  };
  box.addEventListener("input", tell);
  tell();
}

/** A button that adds a blank row at the end, up to the number that the page allows. */
function addRows(button) {
  const count = document.querySelector("[data-atlas-rows]");
  const list = document.querySelector("[data-atlas-list]");
  const blank = document.querySelector("[data-atlas-blank]");
  const most = Number(button.dataset.atlasAdd);
  const isFull = () => Number(count.value) >= most;
  button.hidden = isFull();
  button.addEventListener("click", () => {
    const number = Number(count.value);
    const row = blank.content.cloneNode(true);
    fill(row, number);
    count.value = String(number + 1);
    list.append(row);
    list.lastElementChild.querySelector("input, select, textarea").focus();
    button.hidden = isFull();
  });
}

/** Rows are counted from 0 in names, and from 1 for people. */
function fill(row, number) {
  for (const element of row.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      if (value.includes("NUMERO")) element.setAttribute(name, value.replace("NUMERO", String(number)));
    }
  }
  const title = row.querySelector("legend");
  title.textContent = title.textContent.replace("NUMERO", String(number + 1));
}

/** Of all that certifications open, what is said is that of the one that is chosen. */
function sayOfKind(box) {
  const choice = document.querySelector("#id_kind");
  const tell = () => {
    for (const one of box.querySelectorAll("[data-atlas-kind]")) {
      one.hidden = Boolean(choice.value) && one.dataset.atlasKind !== choice.value;
    }
    if (choice.value) box.open = true;
  };
  choice.addEventListener("change", tell);
  tell();
}

for (const box of document.querySelectorAll("[data-atlas-kinds]")) sayOfKind(box);
for (const box of document.querySelectorAll("[data-atlas-count]")) countDown(box);
for (const button of document.querySelectorAll("[data-atlas-add]")) addRows(button);
for (const form of document.querySelectorAll("form[data-atlas-typing]")) followTyping(form);
