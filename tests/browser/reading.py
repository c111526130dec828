"""What a walk reads on the results page, and how it moves by keyboard."""

import re
from typing import Any

from playwright.sync_api import Page

CARD = "[data-atlas-card]"
PIN = ".pin"
KM = re.compile(r"([\d,]+) (km|m)\b")


def count(page: Page) -> int:
    """The number of results the page says."""
    said = page.locator("[role=status][data-count]").get_attribute("data-count")
    return int(said or "")


def wait_for_count(page: Page, number: int) -> None:
    page.locator(f"[role=status][data-count='{number}']").wait_for()


def numbers_of_cards(page: Page) -> dict[str, str]:
    """Number of each card of the list that has a point, and its name."""
    cards = page.locator(f"{CARD}[data-lat]").all()
    return {
        card.get_attribute("data-number") or "": card.locator("h2").inner_text().strip() for card in cards
    }


def numbers_of_pins(page: Page) -> dict[str, str]:
    """Number of each pin of the map, and its name."""
    page.locator(PIN).first.wait_for()
    spoken = [pin.get_attribute("aria-label") or "" for pin in page.locator(PIN).all()]
    return dict(words.split(". ", 1) for words in spoken)  # type: ignore[misc]


def kilometres(page: Page) -> list[float]:
    """The distances the cards say."""
    found = [KM.search(card.inner_text()) for card in page.locator(CARD).all()]
    return [float(m[1].replace(",", ".")) / (1 if m[2] == "km" else 1000) for m in found if m]


def on_the_map(page: Page) -> dict[str, Any]:
    """What the map's address answers for the whole world, with the search of the page."""
    query = page.locator("[data-atlas-results]").get_attribute("data-query")
    answer = page.request.get(f"/annuaire/carte.json?{query}&bbox=-180,-85,180,85&zoom=3").json()
    return {
        **answer,
        "shown": sum(feature["properties"].get("count", 1) for feature in answer["features"]),
    }


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until what `selector` names has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{most} presses of Tab never reach {selector}")
