/**
 * A page's link to the directory leads back to the results the visitor came from, rather than to all of them; and
 * among them to the element that data-atlas-way-back names, if it does: where the reading had stopped.
 */
export function startWayBack() {
  const link = document.querySelector("[data-atlas-way-back]");
  if (!link) return;
  const list = new URL(link.href);
  const from = before().find(({ origin, pathname }) => origin === list.origin && pathname === list.pathname);
  if (!from?.search) return;
  from.hash = link.dataset.atlasWayBack;
  link.href = from.href;
  link.textContent = "Retour aux résultats";
}

/** Addresses of the pages seen before this one in this tab, the last first; of that one alone in an old browser. */
function before() {
  const seen = window.navigation?.currentEntry
    ? navigation.entries().slice(0, navigation.currentEntry.index).map(({ url }) => url).reverse()
    : [document.referrer];
  return seen.filter(Boolean).map((url) => new URL(url));
}
