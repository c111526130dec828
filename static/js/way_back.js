/** The breadcrumb of a structure leads back to the results the visitor came from, rather than to all of them. */
export function startWayBack() {
  const crumb = document.querySelector("[data-atlas-way-back]");
  if (!crumb || !document.referrer) return;
  const from = new URL(document.referrer);
  const list = new URL(crumb.href);
  if (from.origin !== list.origin || from.pathname !== list.pathname || !from.search) return;
  crumb.href = from.href;
  crumb.textContent = "Retour aux résultats";
}
