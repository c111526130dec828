import { searchForm } from "./results_page.js";

/**
 * What is done while an answer is on its way counts. An answer to a search that has changed since is not shown, nor
 * one that comes while a filter is pressed: it would take it from under the finger, and the choice with it. The search
 * is then asked again as it stands.
 */
export function startPress() {
  let isPressed = false;
  let isAsking = false;
  let isStale = false;
  const askAgain = () => {
    if (!isStale || isAsking || isPressed) return;
    isStale = false;
    searchForm().requestSubmit();
  };
  const on = (name, of, then) =>
    document.addEventListener(name, (event) => {
      if (of(event) === searchForm()) then(event);
    });
  const hold = (event) => {
    event.preventDefault();
    isStale = true;
  };
  on("htmx:trigger", ({ detail }) => detail.elt, () => (isStale ||= isAsking));
  on("htmx:beforeRequest", ({ detail }) => detail.elt, (event) => (isPressed ? hold(event) : (isAsking = true)));
  on("htmx:beforeSwap", ({ detail }) => detail.requestConfig.elt, (event) => (isStale || isPressed) && hold(event));
  on("htmx:afterRequest", ({ detail }) => detail.elt, () => {
    isAsking = false;
    setTimeout(askAgain);
  });
  // Of a scrollbar or of a menu, the end may never be told.
  document.addEventListener("pointerdown", ({ target, button }) => {
    if (!button && target.closest("#filters :is(label, summary)")) isPressed = true;
  });
  const leave = () => {
    isPressed = false;
    askAgain();
  };
  // After the click, which comes right after the finger has left.
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => setTimeout(leave));
}
