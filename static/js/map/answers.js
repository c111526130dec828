/** Asks an address of ours for JSON. A newer question cancels the one before; the same one is not asked twice. */
export class Answers {
  constructor(url) {
    this.url = url;
    this.asked = "";
    this.abort = null;
  }

  /**
   * The answer to `question` (added to the `query` string), or null when it is the one already given or when a newer
   * question took its place. Throws when the server does not answer as it should.
   */
  async ask(question, query = "") {
    const parameters = new URLSearchParams(query);
    for (const [key, value] of Object.entries(question)) parameters.set(key, value);
    const asked = parameters.toString();
    if (asked === this.asked) return null;
    this.forget();
    this.asked = asked;
    const abort = (this.abort = new AbortController());
    try {
      // "no-cache" asks the server each time whether its ETag still holds: an unchanged answer costs a 304.
      const response = await fetch(`${this.url}?${asked}`, { signal: abort.signal, cache: "no-cache" });
      if (!response.ok) throw new Error(`${this.url} answered ${response.status}`);
      const answer = await response.json();
      return abort.signal.aborted ? null : answer;
    } catch (error) {
      if (abort.signal.aborted) return null;
      this.asked = "";
      throw error;
    }
  }

  /** Drops the question under way, so that the same can be asked again. */
  forget() {
    this.abort?.abort();
    this.asked = "";
  }
}
