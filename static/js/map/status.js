/** The line under the map that says what it is doing; several parts of the map write to it. */
export class Status {
  constructor(element) {
    this.element = element;
    this.said = new Map();
  }

  /** Says `text` for this part; an empty text takes it back. */
  say(part, text) {
    if (text) this.said.set(part, text);
    else this.said.delete(part);
    const whole = [...this.said.values()].join(" ");
    if (this.element.textContent !== whole) this.element.textContent = whole;
  }
}
