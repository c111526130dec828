"""What an import should do, row by row, in plain Python: slow, obvious, and of the same mind as nobody."""

import datetime as dt
from dataclasses import dataclass, field

from tests.factories import luhn

ASP = "liste des SIAE (ASP)"
LABELS = {"": ASP, "ASP": ASP, "GEIQ": "annuaire des GEIQ (Fédération française des GEIQ)"}
KINDS = {"EI", "ETTI", "AI", "ACI", "GEIQ", "EA"}
# City line and postal code → territory and its centre, as written in fixtures/territories.csv.
PLACES = {
    ("Montreuil", "93100"): "93048",
    ("MONTREUIL CEDEX", "93100"): "93048",
    ("PARIS 11", "75011"): "75111",
    ("Lille", "59000"): "59",
    ("Montreux", "93100"): "93",
    ("", ""): None,
}
INSIDE = {
    "93048": {"T8", "93", "MGP"},
    "75111": {"T1", "75", "MGP"},
    "93": {"93", "MGP"},
    "59": {"59"},
    None: set(),
}
HALF_A_YEAR = dt.timedelta(days=184)


@dataclass
class Known:
    """A structure as it should stand."""

    name: str
    brand: str
    point: tuple[float, float] | None
    territory: str | None
    label: str
    date: str
    field_dates: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # kind → last seen in the list
    left_on: str | None = None
    address: tuple[str, str] = ("", "")  # city, postal code


@dataclass
class Outcome:
    refused: set[int] = field(default_factory=set)
    skipped: int = 0
    created: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)


def siret_of(text: str) -> str | None:
    digits = text.replace(" ", "")
    if len(digits) != 14 or not digits.isdigit() or not digits.strip("0"):
        return None
    if digits.startswith("356000000") and digits != "35600000000048":
        return digits if sum(map(int, digits)) % 5 == 0 else None
    return digits if luhn(digits) and luhn(digits[:9]) else None


def visible(text: str) -> str:
    return " ".join("".join(letter for letter in text if letter not in "\u200b\u202e").split())


def point_of(latitude: str, longitude: str) -> tuple[float, float] | None:
    try:
        point = float(latitude.replace(",", ".")), float(longitude.replace(",", "."))
    except ValueError:
        return None
    for first, second in (point, point[::-1]):
        if 41.2 <= first <= 51.2 and -5.3 <= second <= 9.7:
            return first, second
    return None


def import_list(
    known: dict[str, Known], rows: list[tuple[int, dict[str, str]]], within: str, edited: str
) -> Outcome:
    """Change `known` as the list should; `edited` is a field every structure known before has edited."""
    outcome, kept, in_file, labels = Outcome(), [], set(), set()
    for line, row in rows:
        siret, kind, name = siret_of(row["siret"]), row["kind"].strip().upper(), visible(row["name"])
        territory = PLACES[row["city"], row["post_code"]]
        if siret:
            in_file.add(siret)
            labels.add(LABELS[row["source"]])
        if within and within not in INSIDE[territory]:
            outcome.skipped += 1
        elif siret is None or kind not in KINDS or not name:
            outcome.refused.add(line)
        else:
            kept.append((siret, kind, name, territory, row))
    if not kept:
        return outcome
    kept, day = dated(kept)
    before = set(known)
    for siret in dict.fromkeys(siret for siret, *_ in kept):
        apply(
            known,
            siret,
            [each for each in kept if each[0] == siret],
            day,
            outcome,
            edited if siret in before else "",
        )
    for siret, structure in known.items():
        listed_since = any(date > day for date in structure.kinds.values())
        inside = not within or within in INSIDE[structure.territory]
        stale = structure.date <= day and not listed_since and structure.left_on is None
        if siret not in in_file and structure.label in labels and inside and stale:
            structure.left_on = day
            outcome.left.add(siret)
    return outcome


def dated(kept):
    """The rows and the day of the list: the last one, unless one row of several is far ahead."""
    days = sorted(row["updated_at"] for *_, row in kept)
    if len(days) > 2 and dt.date.fromisoformat(days[-1]) - dt.date.fromisoformat(days[-2]) > HALF_A_YEAR:
        days.pop()
    day = days[-1]
    return [(*rest, {**row, "updated_at": min(row["updated_at"], day)}) for *rest, row in kept], day


def apply(known, siret, rows, day, outcome, edited):
    """All the rows of one SIRET: the first says who and where it is, the others fill in."""
    _, _, name, territory, first = rows[0]
    date = max(row["updated_at"] for *_, row in rows)
    brand = next((visible(row["brand"]) for *_, row in rows if visible(row["brand"])), "")
    point = point_of(first["lat"], first["lon"])
    outcome.seen.add(siret)
    new = siret not in known
    if new:
        known[siret] = Known("", "", None, territory, LABELS[first["source"]], date)
        outcome.created.add(siret)
    structure = known[siret]
    before = repr(structure)
    fill(structure, "name", name, date, edited)
    fill(structure, "brand", brand, date, edited)
    locate(structure, (first["city"], first["post_code"]), territory, point, date, edited)
    structure.date = max(structure.date, date)
    if structure.left_on is not None and structure.left_on <= day:
        structure.left_on = None
    for _, kind, *_ in rows:
        structure.kinds[kind] = max(day, structure.kinds.get(kind, ""))
    if not new and repr(structure) != before:
        outcome.changed.add(siret)


def locate(structure, address, territory, point, date, edited):
    """A point goes with its address; a structure that moves loses the point it had."""
    city, code = address
    moves = city != "" and (city.lower(), code) != (structure.address[0].lower(), structure.address[1])
    may_move = city != "" and structure.field_dates.get("address", "") <= date
    if may_move:
        structure.address = address
        structure.field_dates["address"] = date
        structure.territory = territory if moves else structure.territory
    if moves and not may_move:
        return
    if point:
        fill(structure, "point", point, date, edited)
    elif moves and edited != "point" and structure.field_dates.get("point", "") <= date:
        structure.point = None
        structure.field_dates.pop("point", None)


def fill(structure, name, value, date, edited):
    if name != "point" and "\ufffd" in value and getattr(structure, name):
        return
    if value and edited != name and structure.field_dates.get(name, "") <= date:
        setattr(structure, name, value)
        structure.field_dates[name] = date
