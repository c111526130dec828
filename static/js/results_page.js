/**
 * What the results page says now, read from its elements each time: htmx changes them.
 *
 * data-atlas-results carries data-query (without page), data-count, and when the search has a place data-centre
 * ("lat,lon") and data-radius (km). Each card is data-atlas-card=<structure id> with data-number, data-shape, and
 * data-lat, data-lon when it has a point.
 */
export function readResults() {
  const { query = "", count = "0", centre = "", radius = "" } = results()?.dataset ?? {};
  return {
    query,
    count: Number(count),
    centre: centre ? centre.split(",").map(Number) : null,
    radiusKm: Number(radius) || null,
    cards: [...document.querySelectorAll("[data-atlas-card]")].map(readCard),
  };
}

function results() {
  return document.querySelector("[data-atlas-results]");
}

function readCard(element) {
  const { atlasCard, number, lat, lon, shape } = element.dataset;
  const name = element.querySelector("h2, h3")?.textContent.trim() ?? "";
  return { id: atlasCard, number, name, shape, element, place: lat && lon ? [Number(lat), Number(lon)] : null };
}

/** The form of the search: what the map changes goes through it, so that list, counts and address bar follow. */
export function searchForm() {
  return document.querySelector("form[data-atlas-search]");
}

/** Searches around a point: `place` is [lat, lon], `radiusKm` a whole number of km. */
export function searchAround([lat, lon], radiusKm) {
  const form = searchForm();
  if (!form) return;
  // "autour" is the place the form was shown with (directory/address.py): this point is another one.
  setHidden(form, "autour", "");
  setHidden(form, "pres_de", `${lat.toFixed(4)},${lon.toFixed(4)}`);
  setRadius(form.elements.namedItem("rayon"), String(radiusKm));
  form.elements.namedItem("adresse").value = "";
  form.requestSubmit();
}

/**
 * « Où ? » takes the name of the place the search is now at, and loses it with the place: what is in the box is what
 * is asked. What was typed since the question was sent stays.
 */
export function startPlaceName() {
  const shown = () => document.querySelector("[data-atlas-place]")?.dataset ?? {};
  let { atlasPlace: before = "" } = shown();
  document.addEventListener("htmx:afterSettle", () => {
    const box = searchForm()?.elements.namedItem("adresse");
    const { atlasPlace: now = "", atlasTyped: asked = "" } = shown();
    const said = box?.value ?? "";
    if (box && (said ? [before, asked].includes(said) : document.activeElement !== box)) box.value = now;
    if (box?.value && box.value === now) box.form.elements.namedItem("rayon").disabled = !readResults().centre;
    before = now;
  });
}

function setHidden(form, name, value) {
  for (const field of form.querySelectorAll(`input[type="hidden"][name="${name}"]`)) field.remove();
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  form.querySelector("#ask-point").append(field); // where the answer puts its own
}

/** A territory has no radius; a place that is being typed may have one. */
export function startRadius() {
  document.addEventListener("input", ({ target }) => {
    const radius = target.form?.elements.namedItem("rayon");
    if (target.name === "adresse" && radius) radius.disabled = false;
  });
}

function setRadius(select, km) {
  if (![...select.options].some((option) => option.value === km)) select.add(new Option(`${km} km`, km));
  select.value = km;
  select.disabled = false;
}
