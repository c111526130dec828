export const WIDE = "(width >= 64rem)";

/**
 * A part of the page that comes over it on a narrow screen, and stands in it on a wide one. While it is over the
 * page the rest is inert; Escape, its close button or the phone's way back leaves it, and the focus goes back to what
 * opened it.
 */
export class Sheet {
  /** `part()` finds the element each time: htmx may have replaced it. */
  constructor(part) {
    this.part = part;
    this.opener = null;
    this.stilled = [];
    this.isOpen = false;
    this.watcher = null;
    matchMedia(WIDE).addEventListener("change", ({ matches }) => matches && this.close());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || !this.isOpen) return;
      event.preventDefault();
      this.close();
    });
    document.addEventListener("htmx:afterSettle", () => this.isOpen && this.cover());
  }

  open(opener) {
    this.opener = opener;
    this.isOpen = true;
    if (window.CloseWatcher) {
      this.watcher?.destroy();
      this.watcher = new CloseWatcher(); // without it, "back" on a phone would leave the page
      this.watcher.onclose = () => this.close();
    }
    this.cover();
    const way = this.part().querySelector("[data-atlas-sheet-close], [data-atlas-map-close]");
    (way ?? this.part()).focus();
  }

  /** Shows the sheet and stills what lies under it: the sisters of each element above it. */
  cover() {
    const part = this.part();
    part.setAttribute("data-open", "");
    for (let level = part; level !== document.body; level = level.parentElement) {
      for (const sister of level.parentElement.children) {
        if (sister === level || sister.inert || sister.matches("script, template")) continue;
        sister.inert = true;
        this.stilled.push(sister);
      }
    }
  }

  close() {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.watcher?.destroy();
    this.part()?.removeAttribute("data-open");
    for (const element of this.stilled) element.inert = false;
    this.stilled = [];
    const opener = this.opener?.isConnected ? this.opener : document.getElementById(this.opener?.id);
    opener?.focus();
  }
}

/** The filters (data-atlas-sheet), from any data-atlas-sheet-open to any data-atlas-sheet-close. */
export function startSheet() {
  const find = () => document.querySelector("[data-atlas-sheet]");
  if (find()) openWith(new Sheet(find), "[data-atlas-sheet-open]", "[data-atlas-sheet-close]");
}

/** Opens a sheet from one kind of element and closes it from another; links to it work without scripts. */
export function openWith(sheet, opener, closer) {
  document.addEventListener("click", (event) => {
    const from = event.target.closest(opener);
    if (!from && !event.target.closest(closer)) return;
    if (!from && !sheet.isOpen) return; // shown by its own address: the link leads back
    event.preventDefault();
    if (from) sheet.open(from);
    else sheet.close();
  });
}
