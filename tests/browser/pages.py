"""Pages of the browser that tests lend one another: one that has been used starts three times as fast.

A new one starts a program of its own, which knows none of our scripts yet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Error, Page

USUAL = {"viewport": {"width": 1280, "height": 800}, "locale": "fr-FR", "timezone_id": "Europe/Paris"}
MOST_IDLE = 8  # a page is a hundred megabytes


@dataclass(eq=False)
class Lent:
    """A page, and the errors its console has shown since it was lent."""

    page: Page
    options: dict[str, Any]
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(f"error in a script: {error}"))
        self.page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))

    def clean(self) -> None:
        """As a new one: nowhere, nobody signed in, nothing kept, nothing intercepted."""
        page = self.page
        page.unroute_all(behavior="ignoreErrors")
        if self.options.get("java_script_enabled", True) and page.url.startswith("http"):
            # What is typed is neither saved on leaving, nor asked about; what is on its way arrives before.
            page.locator("[data-atlas-asking]").wait_for(state="detached")
            page.evaluate("document.querySelectorAll('form').forEach((form) => form.remove())")
            page.evaluate("localStorage.clear(); sessionStorage.clear()")
        page.goto("about:blank")
        page.context.clear_cookies()
        page.emulate_media(media="null")
        page.set_viewport_size(self.options["viewport"])
        self.complaints.clear()


class Pages:
    """Every page of a browser, for one site."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self._browser, self._base_url = browser, base_url
        self._idle: list[tuple[str, Lent]] = []

    @contextmanager
    def lend(self, **options: Any) -> Iterator[Lent]:
        """A page with these options of a browser's context, as if it were new."""
        options = {**USUAL, **options}
        key = json.dumps(options, sort_keys=True)
        lent = self._take(key) or self._open(options)
        yield lent
        try:
            lent.clean()
        except Error:
            lent.page.context.close()
        else:
            self._keep(key, lent)

    def _take(self, key: str) -> Lent | None:
        """The last that was used: the first may be that of somebody else's walk."""
        for place in reversed(range(len(self._idle))):
            if self._idle[place][0] == key:
                return self._idle.pop(place)[1]
        return None

    def _keep(self, key: str, lent: Lent) -> None:
        self._idle.append((key, lent))
        if len(self._idle) > MOST_IDLE:
            _, oldest = self._idle.pop(0)
            oldest.page.context.close()

    def _open(self, options: dict[str, Any]) -> Lent:
        context = self._browser.new_context(base_url=self._base_url, **options)
        context.set_default_timeout(10_000)
        return Lent(context.new_page(), options)
