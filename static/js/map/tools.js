/** Each adds one tool to the map of results. */
import { searchAround, searchForm } from "../results_page.js";
import { radiusInView } from "./geometry.js";

const PAUSE_MS = 500;
const MOST_KM = 200;
const NEAR_KM = 10;
const REFUSALS = {
  1: "Votre navigateur ne donne pas votre position. Vous pouvez l’autoriser, ou écrire une adresse.",
  2: "Votre position est introuvable. Vous pouvez écrire une adresse.",
  3: "Votre position tarde à venir. Vous pouvez réessayer, ou écrire une adresse.",
};

/** When the box is ticked, moving the map searches what it shows: the largest circle inside the view. */
export function followMoves(results) {
  const box = results.element.querySelector("[data-atlas-follow]");
  if (!box) return;
  let pause = 0;
  box.addEventListener("change", () => results.status.say("follow", ""));
  results.whenMoved = () => {
    clearTimeout(pause);
    if (!box.checked) return;
    pause = setTimeout(() => {
      const { lat, lng } = results.map.getCenter();
      results.keepView = true;
      searchAround([lat, lng], radiusInView(results.map, MOST_KM));
    }, PAUSE_MS);
  };
}

/** Searches around the user, who has asked for it. The place is rounded to about a hundred metres. */
export function locateMe(results) {
  const button = results.element.querySelector("[data-atlas-locate]");
  if (!button) return;
  button.hidden = !navigator.geolocation;
  const say = (text) => {
    button.disabled = false;
    results.status.say("locate", text);
  };
  button.addEventListener("click", () => {
    button.disabled = true;
    results.status.say("locate", "Recherche de votre position…");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        say("");
        const asked = Number(searchForm().elements.namedItem("rayon")?.value);
        searchAround([coords.latitude, coords.longitude].map((degrees) => Math.round(degrees * 1000) / 1000), asked || NEAR_KM);
      },
      ({ code }) => say(REFUSALS[code]),
      { timeout: 10_000, maximumAge: 300_000 },
    );
  });
}

/** Full screen with the browser's own, which Escape leaves; where it has none, over the page. */
export function fullScreen(results) {
  const { element } = results;
  const button = element.querySelector("[data-atlas-full-screen]");
  const shown = (on) => {
    element.toggleAttribute("data-whole", on);
    button.textContent = on ? "Quitter le plein écran" : "Plein écran";
    results.resized();
  };
  const isOn = () => element.hasAttribute("data-whole");
  element.addEventListener("fullscreenchange", () => shown(document.fullscreenElement === element));
  button.addEventListener("click", async () => {
    if (!document.fullscreenEnabled) shown(!isOn());
    else if (isOn()) await document.exitFullscreen();
    else await element.requestFullscreen().catch(() => shown(true));
  });
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !isOn()) return;
    event.preventDefault();
    if (document.fullscreenElement) document.exitFullscreen();
    else shown(false);
  });
}

/** Escape closes the popup first, wherever the focus is in the map. */
export function closePopupOnEscape(results) {
  results.element.addEventListener("keydown", (event) => {
    const popup = results.element.querySelector(".leaflet-popup");
    if (event.key !== "Escape" || !popup) return;
    event.preventDefault();
    results.map.closePopup();
  });
}

const PAPER_ROOM = { paddingTopLeft: [24, 56], paddingBottomRight: [24, 24] }; // px: a pin rises above its place
const FINE = 0.25; // of a zoom level: paper is filled, and no tile there is drawn sharper than another

/** On paper the map has the paper's size: it is fitted before the browser lays the page out, and waits for nobody. */
export function fitPaper(results) {
  const { element, map } = results;
  const { signal } = results.life;
  let before = null;
  addEventListener("beforeprint", () => {
    before ??= { centre: map.getCenter(), zoom: map.getZoom(), snap: map.options.zoomSnap };
    const shown = results.page.centre ? results.circle() : results.marks.boundsInView();
    element.setAttribute("data-paper", "");
    map.options.zoomSnap = FINE;
    results.resized();
    results.go(() => map.fitBounds(shown, { animate: false, maxZoom: before.zoom, ...PAPER_ROOM }));
    results.marks.draw(null, results.page.cards);
    results.load();
  }, { signal });
  addEventListener("afterprint", () => {
    element.removeAttribute("data-paper");
    map.options.zoomSnap = before.snap;
    results.resized();
    results.go(() => map.setView(before.centre, before.zoom, { animate: false }));
    before = null;
    results.load();
  }, { signal });
}
