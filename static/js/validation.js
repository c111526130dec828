import { startReviewMap } from "./map/review_map.js";
import { startProofs } from "./proofs.js";
import { startKeys } from "./shortcuts.js";

/** Opens one of the ways to decide, at its first field. */
function open(name) {
  const way = document.getElementById(name);
  if (!way) return;
  way.open = true;
  way.querySelector("select, textarea, input")?.focus();
}

for (const link of document.querySelectorAll("[data-atlas-open]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    open(link.dataset.atlasOpen);
  });
}

/** A long way leaves the screen's side for the page's flow: it is opened far up when one has read on. */
for (const way of document.querySelectorAll(".way--long")) {
  way.querySelector("summary").addEventListener("click", () => {
    requestAnimationFrame(() => {
      if (way.open && way.getBoundingClientRect().top < 0) way.scrollIntoView();
    });
  });
}

/** The rows of the queue: which has the focus, and the one so many further. */
function go(step) {
  const rows = [...document.querySelectorAll("[data-atlas-row]")];
  const next = document.querySelector("[data-atlas-next]");
  if (!rows.length) {
    if (step > 0) next?.click();
    return;
  }
  const at = rows.indexOf(document.activeElement);
  const to = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
  rows[to].focus();
  rows[to].scrollIntoView({ block: "nearest" });
}

startKeys({
  j: () => go(1),
  k: () => go(-1),
  o: () => document.activeElement?.matches("[data-atlas-row]") && document.activeElement.click(),
  a: () => document.querySelector("[data-atlas-approve]")?.click(),
  r: () => open("refuser"),
  q: () => open("demander"),
  u: () => document.querySelector("[data-atlas-up]")?.click(),
});
startReviewMap();
startProofs();
