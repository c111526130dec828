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
  setField(form, "autour", ""); // the place the form was shown with: see directory/address.py
  setField(form, "pres_de", `${lat.toFixed(4)},${lon.toFixed(4)}`);
  setField(form, "rayon", String(radiusKm));
  setField(form, "adresse", "");
  form.requestSubmit();
}

function setField(form, name, value) {
  let field = form.elements.namedItem(name);
  if (!field) {
    if (!value) return;
    field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    form.append(field);
  }
  if (field instanceof HTMLSelectElement && ![...field.options].some((option) => option.value === value)) {
    field.add(new Option(`${value} km`, value));
  }
  field.value = value;
}
