/**
 * The names that Django's administration leaves out, for who hears its forms: the halves of a moment
 * (admin/widgets/split_datetime.html), the cells of rows (admin/edit_inline/tabular.html), the search of a list
 * (admin/search_form.html), its select2 boxes and the hints of its double lists (SelectFilter2.js).
 */
const SELECT2_FIELD = ".select2-search__field";

/** What a person reads beside a field. */
function words(element) {
  return element?.textContent.trim().replace(/[\s:]+$/, "") ?? "";
}

function labelOf(field) {
  return field?.id ? document.querySelector(`label[for="${CSS.escape(field.id)}"]`) : null;
}

function name(element, said) {
  if (element && said && !element.hasAttribute("aria-label")) element.setAttribute("aria-label", said);
}

/** A cell is named by its column, and by the row it belongs to. */
function nameCells(table) {
  const columns = [...table.querySelectorAll("thead th")].map(words);
  const rows = table.querySelector("thead th.original:empty");
  if (rows) rows.innerHTML = '<span class="visually-hidden">Ligne</span>';
  for (const cell of table.querySelectorAll("tbody td")) {
    const row = words(cell.parentElement.querySelector(".original p"));
    for (const field of cell.querySelectorAll("input:not([type=hidden]), select, textarea")) {
      const part = field.matches(".vTimeField") ? "heure" : "";
      name(field, [columns[cell.cellIndex], part, row].filter(Boolean).join(", "));
    }
  }
}

/** select2 stands right behind the select it replaces. */
function nameBox(box) {
  const label = labelOf(box.previousElementSibling);
  if (!label) return;
  label.id ||= `label-${box.previousElementSibling.id}`;
  name(box.querySelector(SELECT2_FIELD), words(label));
  const chosen = box.querySelector(".select2-selection__rendered[role=textbox]");
  if (!chosen) return;
  chosen.setAttribute("aria-labelledby", label.id);
  box.querySelector("[role=combobox]").setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
}

function nameAll() {
  const search = document.querySelector("#searchbar");
  name(search, labelOf(search)?.querySelector("img")?.alt);
  for (const table of document.querySelectorAll(".tabular table")) nameCells(table);
  for (const half of document.querySelectorAll(".datetime :is(.vDateField, .vTimeField)")) {
    const whole = words(half.closest("fieldset.flex-container, .form-row")?.querySelector("legend, label"));
    name(half, `${whole}, ${half.matches(".vTimeField") ? "heure" : "date"}`);
  }
  for (const box of document.querySelectorAll(".select2-container")) nameBox(box);
  for (const hint of document.querySelectorAll(".help-tooltip[aria-label]")) hint.setAttribute("role", "img");
}

globalThis.django?.jQuery?.(() => nameAll()); // after Django's own, which makes the boxes
addEventListener("load", nameAll); // and its double lists
document.addEventListener("formset:added", () => setTimeout(nameAll));
// The search of a box that opens is made at that moment, and gets the focus.
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches(`.select2-dropdown ${SELECT2_FIELD}`)) return;
  name(target, words(labelOf(document.querySelector(".select2-container--open")?.previousElementSibling)));
});
