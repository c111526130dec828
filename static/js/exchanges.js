/** Copies the letter that a text area holds. */
async function copy(button) {
  const words = button.innerHTML;
  const text = document.getElementById(button.dataset.atlasCopyFrom).value;
  const done = await navigator.clipboard.writeText(text).then(() => true, () => false);
  button.textContent = done ? "Lettre copiée" : "Copie refusée par le navigateur";
  setTimeout(() => (button.innerHTML = words), 2500);
}

/** Exchanges the texts of two questions: their numbers and their buttons stay where they are. */
function move(button) {
  const rows = [...document.querySelectorAll("[data-atlas-question] textarea")];
  const at = rows.indexOf(button.closest("[data-atlas-question]").querySelector("textarea"));
  const other = rows[at + Number(button.dataset.atlasMove)];
  if (!other) return;
  [rows[at].value, other.value] = [other.value, rows[at].value];
  other.focus();
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-atlas-copy-from]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  const copied = event.target.closest("[data-atlas-copy-from]");
  if (copied) copy(copied);
  const moved = event.target.closest("[data-atlas-move]");
  if (moved) {
    event.preventDefault();
    move(moved);
  }
});
