/**
 * A request of htmx that fails is said where messages are, with a way to try again: the page shows the answer before.
 * `elt` is what asked: a form, or a link or a button that was pressed.
 */
const FAILURES = ["htmx:sendError", "htmx:responseError", "htmx:timeout"];

export function startFailures() {
  for (const name of FAILURES) document.addEventListener(name, ({ detail }) => say(detail.elt));
  document.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && takeBack());
}

/** Who tried again by keyboard goes on from the results. */
function takeBack() {
  if (said()?.contains(document.activeElement)) document.querySelector("#results").focus({ preventScroll: true });
  said()?.remove();
}

function said() {
  return document.querySelector("#messages [data-atlas-failure]");
}

function say(asked) {
  said()?.remove();
  const words = document.querySelector("#failure").content.cloneNode(true);
  words.querySelector("button").addEventListener("click", () => {
    if (asked.matches("form")) asked.requestSubmit();
    else asked.click();
  });
  const box = document.querySelector("#messages");
  box.append(words);
  box.scrollIntoView({ block: "nearest" });
}
