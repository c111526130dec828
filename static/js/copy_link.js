/** Copies the page's address: the filters are all in it. Buttons data-atlas-copy are shown only where it can work. */
export function startCopy() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-atlas-copy]")) button.hidden = false;
  document.addEventListener("htmx:afterSettle", () => {
    for (const button of document.querySelectorAll("[data-atlas-copy]")) button.hidden = false;
  });
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-atlas-copy]");
    if (!button) return;
    const words = button.textContent;
    const done = await navigator.clipboard.writeText(location.href).then(() => true, () => false);
    button.textContent = done ? "Lien copié" : "Copie refusée par le navigateur";
    setTimeout(() => (button.textContent = words), 2500);
  });
}
