const OFF = "atlas-keys-off";

/**
 * One letter, one action: never while somebody types, nor with another key held, and switched off where it hinders
 * (WCAG 2.1.4). `?` opens their list, an element [data-atlas-keys], which is shown only where scripts run.
 */
export function startKeys(actions) {
  const help = document.querySelector("[data-atlas-keys]");
  const turn = help?.querySelector("[data-atlas-keys-switch]");
  const isOff = () => localStorage.getItem(OFF) === "1";
  const show = () => {
    if (!turn) return;
    turn.setAttribute("aria-pressed", String(isOff()));
    turn.textContent = isOff() ? "Les réactiver" : "Les désactiver";
  };
  if (help) help.hidden = false;
  show();
  turn?.addEventListener("click", () => {
    if (isOff()) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (isOff() || event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
    if (event.key === "?" && help) {
      help.open = !help.open;
      if (help.open) help.querySelector("summary").focus();
      return;
    }
    const act = actions[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function isTyping(element) {
  return element instanceof HTMLElement && (element.isContentEditable || element.matches("input:not([type=checkbox]), textarea, select"));
}
