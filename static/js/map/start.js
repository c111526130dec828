import { Sheet, openWith } from "../sheet.js";
import { Highlight } from "./highlight.js";

const ROOMY = 480; // px: on a narrower map an open legend would cover what it explains

const find = () => document.querySelector("[data-atlas-map]");

/** Brings the map of the results page to life, and keeps it in step with what htmx changes in the page. */
export function startMap() {
  if (!find()) return;
  const highlight = new Highlight();
  // On a narrow screen the map comes over the list, one touch away.
  openWith(new Sheet(find), "a[href='#carte']", "[data-atlas-map-close]");
  let element = null;
  const follow = () => {
    if (find() === element) {
      highlight.results?.refresh().then(() => highlight.show());
      return;
    }
    highlight.results?.remove(); // the page was replaced as a whole, as "back" may do
    highlight.results = null;
    element = find();
    if (element) whenSeen(element, () => bring(element, highlight));
  };
  follow();
  for (const name of ["htmx:afterSettle", "htmx:historyRestore"]) document.addEventListener(name, follow);
}

async function bring(element, highlight) {
  try {
    const [{ ResultsMap }, tools] = await Promise.all([import("./results_map.js"), import("./tools.js")]);
    const results = await ResultsMap.on(element, highlight);
    highlight.results = results;
    for (const add of Object.values(tools)) add(results);
    for (const part of element.querySelectorAll("[data-atlas-map-part]")) part.hidden = false;
    element.querySelector("[data-atlas-legend]").open = element.clientWidth >= ROOMY;
    element.setAttribute("data-drawn", "");
    await results.refresh();
    highlight.show();
  } catch (error) {
    element.querySelector("[data-atlas-map-status]").textContent =
      "La carte n’a pas pu être chargée. La liste, elle, est complète.";
    console.error(error);
  }
}

/** Calls once: when the element is on screen, and not before what is already there is painted. */
function whenSeen(element, call) {
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(call));
  });
  watch.observe(element);
}
