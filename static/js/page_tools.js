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
  startPaper();
}

/** The filters are all in the address; where the reading had stopped is nobody else's business. */
async function copyAddress(button) {
  const words = button.textContent;
  const done = await navigator.clipboard.writeText(location.href.split("#")[0]).then(() => true, () => false);
  button.textContent = done ? "Lien copié" : "Copie refusée par le navigateur";
  setTimeout(() => (button.textContent = words), 2500);
}

/** On paper nothing is folded, and the hour of printing is said. */
function startPaper() {
  let folded = [];
  addEventListener("beforeprint", () => {
    for (const line of document.querySelectorAll("[data-atlas-printed]")) {
      line.hidden = false;
      line.querySelector("dd").textContent = now();
    }
    folded = [...document.querySelectorAll("main details:not([open])")];
    for (const part of folded) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of folded) part.open = false;
  });
}

/** « 24 novembre 2026 à 9 h 02 », as the server says it: `Intl` would write « 09 ». */
function now() {
  const said = (options) => new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", ...options });
  const parts = said({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts();
  const [hour, minute] = ["hour", "minute"].map((type) => parts.find((part) => part.type === type).value);
  return `${said({ dateStyle: "long" }).format().replace(/^1 /, "1er ")} à ${Number(hour)} h ${minute}`;
}
