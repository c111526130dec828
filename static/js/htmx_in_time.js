/**
 * htmx comes at the first sign that somebody will change the search: most visitors read the list and follow a link.
 * Its address is that of the element with data-atlas-htmx. What is done while it is on its way waits for it; if it
 * does not come, the browser does the same by itself, page by page.
 */
const WHERE = "form[data-atlas-search], [data-atlas-sheet], #results";
const SIGNS = ["pointermove", "pointerdown", "focusin", "keydown"];
const CHOSEN_IN = "#ask-km, #filters, #results"; // a choice there is a search; words wait for their button
const ACTED_ON = "[hx-boost] a, a[hx-boost], [hx-post]";

export function startHtmx() {
  const { atlasHtmx: url } = document.querySelector("[data-atlas-htmx]").dataset;
  const waiting = [];
  const over = new AbortController(); // stops listening
  let asked = false;

  const load = async () => {
    if (asked) return;
    asked = true;
    const came = await loaded(url);
    if (came) over.abort();
    else asked = false; // the next gesture tries again
    for (const act of waiting.splice(0)) act(came);
  };
  const listen = (name, then) => document.addEventListener(name, then, { capture: true, signal: over.signal });
  for (const sign of SIGNS) listen(sign, ({ target }) => target.closest?.(WHERE) && load());
  for (const [name, hold] of Object.entries(HOLDS)) {
    listen(name, (event) => {
      const act = hold(event);
      if (!act) return;
      waiting.push(act);
      load();
    });
  }
  // Left and come back to: "back" leads to a search that htmx has put in the history, and only it can show.
  if (history.state?.htmx) load();
}

/** What htmx would answer to: each gives what to do again, once told whether htmx is there. */
const HOLDS = {
  change({ target }) {
    if (!target.closest(CHOSEN_IN)) return null;
    return (came) => (came ? target.dispatchEvent(new Event("change", { bubbles: true })) : target.form?.submit());
  },
  submit(event) {
    const { target, submitter } = event;
    if (!target.matches(WHERE)) return null;
    event.preventDefault();
    return (came) => (came ? target.requestSubmit(submitter) : target.submit());
  },
  click(event) {
    const target = event.target.closest(ACTED_ON);
    if (!target || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
    event.preventDefault();
    return (came) => (came ? target.click() : plainly(target));
  },
};

function plainly(target) {
  if (target.form) target.form.requestSubmit(target);
  else location.assign(target.href);
}

/** True once htmx has taken the page in hand. Between "interactive" and "complete" it would wait for ever. */
async function loaded(url) {
  if (document.readyState !== "complete") await new Promise((then) => addEventListener("load", then, { once: true }));
  return new Promise((resolve) => {
    const script = document.createElement("script");
    script.addEventListener("load", () => resolve(true));
    script.addEventListener("error", () => {
      script.remove();
      resolve(false);
    });
    script.src = url;
    document.head.append(script);
  });
}
