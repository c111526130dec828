/**
 * A shortlist: rows move without the page being asked for again, by their buttons or by their grip; what is ticked to
 * be compared is counted; the link that was opened is copied. Without a script, the buttons send a form each time.
 */
const list = document.querySelector("[data-atlas-order]");
if (list) startOrder();
startCompare();
startCopies();

function startOrder() {
  const form = document.getElementById("order-form");
  const said = document.querySelector("[data-atlas-order-said]");
  let asked = Promise.resolve(); // one move after the other, in the order they were made
  let dragged = null;

  const rows = () => [...list.querySelectorAll(":scope > li:has([data-atlas-item])")];
  const key = (row) => row.querySelector("[data-atlas-item]").dataset.atlasItem;
  const name = (row) => row.querySelector("[data-atlas-item]").dataset.atlasName;

  async function send(row, values) {
    const body = new FormData(form);
    for (const [field, value] of Object.entries(values)) body.set(field, value);
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) return location.reload();
    const { rank, count } = await answer.json();
    said.textContent = `${name(row)} : rang ${rank} sur ${count}.`;
  }

  function moved(row, values) {
    renumber();
    asked = asked.then(() => send(row, values)).catch(() => location.reload());
  }

  function renumber() {
    const all = rows();
    for (const [index, row] of all.entries()) {
      const rank = index + 1;
      const number = row.querySelector(".card__number");
      if (number) number.textContent = rank;
      if (row.dataset.number) row.dataset.number = rank;
      for (const button of row.querySelectorAll(".follow__move")) {
        const words = button.querySelector(".vh");
        words.textContent = words.textContent.replace(/\d+$/, rank);
        const isEnd = button.name === "monter" ? index === 0 : rank === all.length;
        if (isEnd) button.setAttribute("aria-disabled", "true");
        else button.removeAttribute("aria-disabled");
      }
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".follow__move");
    if (!button) return;
    event.preventDefault();
    const all = rows();
    const row = button.closest("li");
    const other = all[all.indexOf(row) + (button.name === "monter" ? -1 : 1)];
    if (!other) return;
    if (button.name === "monter") other.before(row);
    else other.after(row);
    button.focus();
    row.scrollIntoView({ block: "nearest" });
    moved(row, { [button.name]: button.value });
  });

  for (const grip of list.querySelectorAll("[data-atlas-grip]")) {
    grip.hidden = !matchMedia("(pointer: fine)").matches;
    grip.draggable = true;
  }
  list.addEventListener("dragstart", (event) => {
    if (!event.target.closest?.("[data-atlas-grip]")) return;
    dragged = event.target.closest("li");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", name(dragged));
    event.dataTransfer.setDragImage(dragged, 20, 20);
    dragged.classList.add("card--dragged");
  });
  list.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const over = event.target.closest("li:has([data-atlas-item])");
    if (!over || over === dragged) return;
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(dragged);
    else over.after(dragged);
  });
  list.addEventListener("drop", (event) => dragged && event.preventDefault());
  list.addEventListener("dragend", () => {
    const row = dragged;
    if (!row) return;
    dragged = null;
    row.classList.remove("card--dragged");
    const all = rows();
    const next = all[all.indexOf(row) + 1];
    moved(row, { deplacer: key(row), avant: next ? key(next) : "" });
  });
}

/** How many are ticked; a comparison is of two to five. */
function startCompare() {
  const form = document.getElementById("compare-form");
  if (!form) return;
  const said = form.querySelector("[data-atlas-compare-said]");
  const words = said.textContent;
  const show = () => {
    const ticked = [...form.elements].filter((one) => one.name === "s" && one.checked).length;
    form.classList.toggle("compare-bar--on", ticked > 0);
    if (!ticked) said.textContent = words;
    else if (ticked === 1) said.textContent = "1 structure cochée : il en faut une autre.";
    else if (ticked > 5) said.textContent = `${ticked} structures cochées : cinq au plus se comparent.`;
    else said.textContent = `${ticked} structures cochées.`;
  };
  document.addEventListener("change", ({ target }) => target.form === form && show());
  show();
}

function startCopies() {
  if (!navigator.clipboard) return;
  const said = document.querySelector("[data-atlas-copied]");
  for (const button of document.querySelectorAll("[data-atlas-copy-from]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const { value } = document.getElementById(button.dataset.atlasCopyFrom);
      const done = await navigator.clipboard.writeText(value).then(() => true, () => false);
      said.textContent = done ? "Lien copié." : "Copie refusée par le navigateur.";
      const first = button.firstChild;
      first.textContent = done ? "Copié" : "Copie refusée";
      setTimeout(() => (first.textContent = "Copier"), 2500);
    });
  }
}
