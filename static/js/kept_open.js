/** Parts the visitor has opened (details with an id) stay open when htmx brings new ones. */
export function keepOpen() {
  let open = [];
  document.addEventListener("htmx:beforeSwap", () => {
    open = [...document.querySelectorAll("details[id][open]")].map(({ id }) => id);
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  });
}
