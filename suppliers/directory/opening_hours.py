"""Opening hours said to machines, when they are written plainly enough not to be misread."""

from __future__ import annotations

import re
from typing import Any

DAYS = {
    "lundi": "Monday",
    "mardi": "Tuesday",
    "mercredi": "Wednesday",
    "jeudi": "Thursday",
    "vendredi": "Friday",
    "samedi": "Saturday",
    "dimanche": "Sunday",
}
_DAY = "|".join(DAYS)
_HOUR = r"[0-9]{1,2}\s?(?:h|:)\s?(?:[0-9]{2})?"
_SPAN = rf"(?:de\s)?{_HOUR}\s?(?:à|-|–)\s?{_HOUR}"
# « du lundi au vendredi, de 9 h à 12 h et de 14 h à 17 h 30 »; any other turn of phrase is left to people.
PART = re.compile(
    rf"(?:du |le )?(?P<first>{_DAY})(?:\s?(?:au|-|–|à)\s?(?P<last>{_DAY}))?\s?[:,]?\s?"
    rf"(?P<spans>{_SPAN}(?:\s?(?:et|,|/)\s?{_SPAN})*)"
)


def opening_hours_jsonld(text: str) -> list[dict[str, Any]]:
    """schema.org's OpeningHoursSpecification; nothing unless all of the text is understood."""
    said = " ".join(text.lower().split()).rstrip(".")
    if not said:
        return []
    parts = [PART.fullmatch(part.strip()) for part in said.split(";")]
    found = [_specification(part) for part in parts if part]
    if len(found) < len(parts) or not all(found):
        return []
    return [one for some in found for one in some]


def _specification(part: re.Match[str]) -> list[dict[str, Any]]:
    names = list(DAYS)
    first = names.index(part["first"])
    last = names.index(part["last"] or part["first"])
    hours = [_time(hour) for hour in re.findall(_HOUR, part["spans"])]
    pairs = list(zip(hours[::2], hours[1::2], strict=True))
    if last < first or "" in hours or any(opens >= closes for opens, closes in pairs):
        return []
    days = [DAYS[name] for name in names[first : last + 1]]
    return [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": days, "opens": opens, "closes": closes}
        for opens, closes in pairs
    ]


def _time(hour: str) -> str:
    """« 9 h » is 09:00; empty for an hour that no clock has."""
    hours, _, minutes = hour.replace(":", "h").replace(" ", "").partition("h")
    known = int(hours) < 24 and int(minutes or 0) < 60
    return f"{int(hours):02d}:{int(minutes or 0):02d}" if known else ""
