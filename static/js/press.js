import { searchForm } from "./results_page.js";

/**
 * What is done while an answer is on its way counts. Only the answer to the last search is shown, be it the form's or
 * a link's; not when the form has changed since, nor while a filter is pressed: it would take it from under the
 * finger, and the choice with it. The form is then asked again as it stands. Words being typed stay.
 */
export function startPress() {
  let isPressed = false;
  let isAsking = false; // the form
  let isStale = false; // its answer
  let hasTyped = false; // since the last search was asked
  let question = ""; // of the form
  let last = null; // the request of the last search
  const askAgain = () => {
    if (!isStale || isAsking || isPressed) return;
    isStale = false;
    searchForm().requestSubmit();
  };
  const hold = (event) => {
    event.preventDefault();
    isStale = true;
  };
  const on = (name, then) => document.addEventListener(name, then);
  on("htmx:trigger", ({ detail }) => {
    if (detail.elt === searchForm()) isStale = isAsking && written() !== question;
  });
  on("htmx:beforeRequest", (event) => {
    const { elt, target, xhr } = event.detail;
    const isForm = elt === searchForm();
    if (target.id !== "results") return;
    if (isForm && isPressed) {
      hold(event);
      return;
    }
    if (isForm) {
      isAsking = true;
      question = written();
    }
    hasTyped = false;
    last = xhr;
  });
  on("htmx:beforeSwap", (event) => {
    const { target, xhr, requestConfig } = event.detail;
    if (target.id !== "results") return;
    if (isPressed || (isStale && requestConfig.elt === searchForm())) hold(event);
    else if (xhr !== last) event.preventDefault();
  });
  on("htmx:oobBeforeSwap", ({ detail }) => {
    if (hasTyped && detail.target.querySelector("input:focus")) detail.shouldSwap = false;
  });
  on("htmx:afterRequest", ({ detail }) => {
    if (detail.elt !== searchForm()) return;
    isAsking = false;
    setTimeout(askAgain);
  });
  on("input", ({ target }) => (hasTyped ||= target.matches("#q, #adresse")));
  // Of a scrollbar or of a menu, the end may never be told.
  on("pointerdown", ({ target, button }) => {
    if (!button && target.closest("#filters :is(label, summary)")) isPressed = true;
  });
  const leave = () => {
    isPressed = false;
    askAgain();
  };
  // After the click, which comes right after the finger has left.
  for (const name of ["pointerup", "pointercancel"]) on(name, () => setTimeout(leave));
}

/** What the form says, as an address would. */
function written() {
  return new URLSearchParams(new FormData(searchForm())).toString();
}
