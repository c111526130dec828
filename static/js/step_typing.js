/**
 * A step while it is filled in. The card beside it follows what is typed; a draft is saved each time a field is left
 * ("garder"), or when the page is where saving asks a service ("partir"). What is published waits for its button
 * ("voir"): leaving it half-way is asked about first.
 */
const PAUSE_MS = 350;
const [SEE, KEEP, KEEP_ON_LEAVING] = ["voir", "garder", "partir"];
const SIGNED_OUT = "Pas enregistré : votre session est terminée. Enregistrez pour vous connecter, rien n’est perdu.";
const AWAY = "Pas enregistré : pas de réponse. Ce que vous tapez reste ici.";

export function followTyping(form) {
  new Typing(form);
}

class Typing {
  constructor(form) {
    this.form = form;
    this.mode = form.dataset.atlasTyping;
    this.said = form.querySelector("[data-atlas-typing-said]");
    this.isTyped = false; // since the last time it was saved
    this.isSent = false; // by its own button
    this.next = "";
    this.then = null;
    this.asking = ""; // what is on its way
    this.begun = null; // the field that is being typed in, and what it held
    this.pause = 0;
    form.addEventListener("focusin", ({ target }) => (this.begun = { target, value: target.value }));
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", ({ target }) => this.changed(target));
    form.addEventListener("submit", (event) => this.sent(event));
    this.leave();
    if ("atlasRestored" in form.dataset) this.changed(null); // what a session had lost is saved like the rest
  }

  typed() {
    this.isTyped = true;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.ask(SEE), PAUSE_MS);
  }

  /** A field is left, or a box ticked. */
  changed(field) {
    this.isTyped = true;
    if (field === this.begun?.target) this.begun.value = field.value;
    clearTimeout(this.pause);
    this.ask(this.mode === KEEP ? KEEP : SEE);
  }

  /** What is on its way to be kept comes first: it may have made the very thing that the form is about. */
  sent(event) {
    this.next = "";
    clearTimeout(this.pause);
    if (this.asking === KEEP) {
      event.preventDefault();
      this.then = () => this.form.requestSubmit(event.submitter);
    } else {
      this.isSent = true;
    }
  }

  leave() {
    // Where fields are saved as they are left, there is nothing to give up.
    const away = this.form.querySelector("[data-atlas-typing-left]");
    if (away && this.mode === KEEP) away.textContent = away.dataset.atlasTypingLeft;
    // A page that the browser brings back shows what stood when it was left.
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    if (this.mode === SEE) {
      addEventListener("beforeunload", (event) => this.isLeftHalfWay && event.preventDefault());
      return;
    }
    addEventListener("pagehide", () => this.keepOnLeaving());
    if (this.mode === KEEP) document.addEventListener("visibilitychange", () => document.hidden && this.hide());
  }

  /** A phone may end a page that is not seen without a word. What is on its way may be making a new activity. */
  hide() {
    if (this.asking) this.ask(KEEP);
    else this.keepOnLeaving();
  }

  get isLeftHalfWay() {
    return this.isTyped && !this.isSent && this.form.isConnected;
  }

  keepOnLeaving() {
    if (!this.isLeftHalfWay) return;
    this.isTyped = false;
    this.send(KEEP, this.body()).then((answer) => this.take(answer, KEEP), () => (this.isTyped = true));
  }

  /** One question at a time; of those that wait, to keep comes before to see. */
  async ask(what) {
    if (this.isSent || !this.form.isConnected) return;
    if (this.asking) {
      this.next = this.next === KEEP ? KEEP : what;
      return;
    }
    this.asking = this.form.dataset.atlasAsking = what;
    const body = this.body();
    if (what === KEEP) this.isTyped = this.leaveOutHalfAWord(body);
    try {
      this.take(await this.send(what, body), what);
    } catch {
      this.isTyped = true;
      if (what === KEEP) this.say(AWAY);
    }
    this.asking = "";
    delete this.form.dataset.atlasAsking;
    const { next, then } = this;
    [this.next, this.then] = ["", null];
    if (then) then();
    else if (next) this.ask(next);
  }

  body() {
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    return body;
  }

  /** « 12 » is not yet « 12 000 »: a field that is being typed in stays as it was. Whether one is. */
  leaveOutHalfAWord(body) {
    const { target, value } = this.begun ?? {};
    const isText = target === document.activeElement && target?.matches("textarea, input:not([type=radio], [type=checkbox])");
    if (!isText || target.value === value) return false;
    body.set(target.name, value);
    return true;
  }

  /** What is to be kept arrives, even when the page is left meanwhile. */
  async send(what, body) {
    body.set("en_cours", what);
    const answer = await fetch(this.form.action, {
      method: "POST",
      body,
      redirect: "manual",
      keepalive: what === KEEP,
    });
    if (answer.type === "opaqueredirect" || answer.status === 403) return { said: SIGNED_OUT };
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  }

  take({ pieces = {}, said = "", seen = "", address = "" }, what) {
    if (this.isSent) return;
    // The button that was pressed meanwhile must still be there.
    for (const [name, html] of Object.entries(this.then ? {} : pieces)) {
      if (name === "mistakes") this.putRight(html);
      else put(name, html);
    }
    if (what === KEEP || said) this.say(said);
    if (!seen) return;
    this.form.elements.namedItem("vu").value = seen;
    if (address && new URL(address, location.href).pathname !== location.pathname) {
      this.form.action = address;
      history.replaceState(history.state, "", address);
    }
  }

  /** What was wrong when the form was sent, and is not any more, goes from the top and from its field. */
  putRight(html) {
    const place = this.form.querySelector('[data-atlas-piece="mistakes"]');
    if (!place?.firstElementChild) return; // nothing was sent: half a form is no mistake yet
    const fields = () => new Set([...place.querySelectorAll("a[href^='#']")].map(({ hash }) => hash.slice(1)));
    const before = fields();
    put("mistakes", html);
    const after = fields();
    for (const id of before) if (!after.has(id)) this.isRight(id);
  }

  isRight(id) {
    document.getElementById(`${id}_error`)?.remove();
    const field = document.getElementById(id);
    field?.removeAttribute("aria-invalid");
    const described = field?.getAttribute("aria-describedby")?.split(" ").filter((one) => one !== `${id}_error`);
    if (described?.length) field.setAttribute("aria-describedby", described.join(" "));
    else field?.removeAttribute("aria-describedby");
  }

  say(words) {
    if (this.said) this.said.textContent = words;
  }
}

/** What is about to be pressed stays as it is. */
function put(name, html) {
  const place = document.querySelector(`[data-atlas-piece="${name}"]`);
  const isInUse = place?.querySelector("a, button") && place.matches(":hover, :focus-within");
  if (place && !isInUse) place.innerHTML = html;
}
