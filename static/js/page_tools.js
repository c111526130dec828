/** Buttons that only scripts can honour, hidden without them: data-atlas-copy (the address), data-atlas-print. */
export function startPageTools() {
  const show = () => {
    for (const button of document.querySelectorAll("[data-atlas-print]")) button.hidden = false;
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll("[data-atlas-copy]")) button.hidden = false;
  };
  show();
  document.addEventListener("htmx:afterSettle", show);
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-atlas-print]")) print();
    const button = target.closest("[data-atlas-copy]");
    if (button) copyAddress(button);
  });
}

/** The filters are all in the address. */
async function copyAddress(button) {
  const words = button.textContent;
  const done = await navigator.clipboard.writeText(location.href).then(() => true, () => false);
  button.textContent = done ? "Lien copié" : "Copie refusée par le navigateur";
  setTimeout(() => (button.textContent = words), 2500);
}
