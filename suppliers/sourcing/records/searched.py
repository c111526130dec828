"""How each part was searched and what was found at each step: the figures of the directory's own lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.http import QueryDict
from django.utils import timezone

from suppliers.models import Need
from suppliers.search.listing import Listed, listed
from suppliers.search.reference import Reference
from suppliers.search.results import Search
from suppliers.search.state import State
from suppliers.showing.days import day_in_words
from suppliers.sourcing.needs.depth import Depth, Figure, depth_of
from suppliers.sourcing.needs.depth import Line as DepthLine
from suppliers.sourcing.needs.ending import Ending, ending_before
from suppliers.sourcing.needs.lot_rules import closed_articles, ranked_by
from suppliers.sourcing.needs.parts import Part
from suppliers.sourcing.needs.proposals import Ranking, nearest_km, order_in_words, serving
from suppliers.sourcing.needs.reasons import Sizes, capacities, reasons, sizes_of

from .content import Draw, Found, Line, PartFound, PartMethod, Step
from .counted import RESERVED_GROUP

MOST_OF_A_PART = 500  # structures listed for each part
MOST_IN_ALL = 3_000  # a record of thirty lots can still be read, and printed
NO_FILTER = "Aucun filtre : toutes les structures de l’annuaire"
BY_ITSELF = "Déclarées par les structures elles-mêmes"


def cap_of(parts: int) -> int:
    """How many structures are listed for each of so many parts."""
    return min(MOST_OF_A_PART, MOST_IN_ALL // parts)


@dataclass(frozen=True)
class Searched:
    """One part, once searched. `ids`: everybody found, listed or not."""

    method: PartMethod
    found: PartFound
    ids: list[int]
    entries: list[Listed]


def search_parts(
    parts: Sequence[Part], known: Reference, at: State, drawn_on: dt.date | None, cap: int
) -> list[Searched]:
    """Each part; what the parts find is read once for all of them."""
    rankings = [Ranking(part, known, at) for part in parts]
    first = [ranking.ids(0, cap, drawn_on) for ranking in rankings]
    every = {entry.pk: entry for entry in listed(list({key for keys in first for key in keys}))}
    sizes = sizes_of(every)
    ending = ending_before(parts[0].need, parts, known, at)
    return [
        _search(ranking, [replace(every[key]) for key in keys if key in every], sizes, drawn_on, ending)
        for ranking, keys in zip(rankings, first, strict=True)
    ]


def _search(
    ranking: Ranking, entries: list[Listed], read: Sizes, drawn_on: dt.date | None, ending: Ending | None
) -> Searched:
    part, known, at = ranking.part, ranking.known, ranking.at
    ids = list(ranking.index.ids_of(ranking.all))
    depth = depth_of(part, known, at, ending)
    found = PartFound(
        part.number,
        part.name,
        _steps(part, known, at, depth),
        list(_lines(depth)),
        [(one.label, one.reason) for one in depth.closed],
        [(str(one.site), [(km, figure.count) for km, figure in one.within]) for one in depth.around],
        len(ids),
        len(ids) > len(entries),
        _structures(ranking, entries, read),
    )
    return Searched(_method(part, known, at, drawn_on), found, ids, entries)


def _method(part: Part, known: Reference, at: State, drawn_on: dt.date | None) -> PartMethod:
    query = query_of(part, known)
    return PartMethod(
        part.number,
        part.name,
        filters_in_words(query, at),
        query,
        order_in_words(part, drawn_on, ranked_by(part, known, at)),
        drawn_on.isoformat() if drawn_on else "",
        drawn_on.toordinal() if drawn_on else 0,
    )


def draws_of(need: Need) -> list[Draw]:
    """Each time an order was chosen, from the log of its workspace: to draw again is seen."""
    chosen = need.events.filter(action="need.order").order_by("at", "pk")
    draws = [(event.at, timezone.localdate(event.at), bool(event.detail.get("neutral"))) for event in chosen]
    return [
        Draw(day.isoformat(), moment_of(at), neutral, day.toordinal() if neutral else 0)
        for at, day, neutral in draws
    ]


def moment_of(at: dt.datetime) -> str:
    """As it is frozen: ISO, in Paris, to the second."""
    return timezone.localtime(at).replace(microsecond=0).isoformat()


def query_of(part: Part, known: Reference) -> str:
    """Who works at one of its places at least, or anywhere where it names none."""
    return part.query(known, "intervient" if part.sites else "")


def filters_in_words(query: str, at: State) -> list[str]:
    """The filters of a query string of the directory, each as its chip says it."""
    chips = Search(QueryDict(query), at=at).chips
    said = [f"Secteur : {chip.label}" if chip.name == "secteur" else chip.label for chip in chips]
    return said or [NO_FILTER]


def _steps(part: Part, known: Reference, at: State, depth: Depth) -> list[Step]:
    sold = part.query(known, "")
    everywhere = Search(QueryDict(sold), at=at).count
    total = depth.total
    asked = "Vendent ce qui est demandé, où que ce soit" if part.says_what else "Toutes les structures"
    steps = [Step(asked, everywhere, sold)]
    if total.located is not None:
        steps.append(_step("Situées dans un des lieux", total.located))
    if part.sites:
        steps.append(_step("Disent intervenir dans un des lieux", total.working))
    return [
        *steps,
        _step("Dont une preuve, vérifiée et à jour, ouvre un marché réservé", total.verified),
        _step("Dont la fiche a été confirmée depuis moins d’un an", total.fresh),
    ]


def _step(label: str, figure: Figure) -> Step:
    return Step(label, figure.count, _query(figure))


def _query(figure: Figure) -> str:
    return urlsplit(figure.url).query


def _lines(depth: Depth) -> Iterable[Line]:
    yield _line("", depth.total)
    groups = [
        (RESERVED_GROUP, depth.articles),
        ("Certifications", depth.certifications),
        ("Autres labels, qui n’ouvrent aucun marché réservé", depth.labels),
    ]
    for group, lines in groups:
        for line in lines:
            yield _line(group, line)


def _line(group: str, line: DepthLine) -> Line:
    return Line(
        group,
        line.label,
        line.located.count if line.located else None,
        line.working.count,
        line.verified.count,
        line.fresh.count,
        line.ending,
        _query(line.working),
    )


def _structures(ranking: Ranking, entries: list[Listed], read: Sizes) -> list[Found]:
    part = ranking.part
    for rank, entry in enumerate(entries, start=1):
        entry.number, entry.distance_km = rank, nearest_km(part, entry)
    sites, sizes = serving(ranking, entries), capacities(entries, part, ranking.known, read)
    closed = closed_articles(part, ranking.known, ranking.at)
    return [
        Found(
            entry.number or 0,
            entry.card["name"],
            entry.card["siret"] or "",
            entry.card["city"],
            None if entry.distance_km is None else round(entry.distance_km * 1000),
            " · ".join(reasons(entry, part, sites[entry.pk], sizes[entry.pk], closed)),
        )
        for entry in entries
    ]


def sources_of(searched: Sequence[Searched]) -> list[tuple[str, int]]:
    """Where what is known of the structures listed comes from, the most frequent first."""
    cards = {entry.pk: entry.card for one in searched for entry in one.entries}
    days: dict[str, list[str]] = {}
    for card in cards.values():
        days.setdefault(card["source"], []).append(card["source_date"] or "")
    said = [(_source(name, sorted(filter(None, dated))), len(dated)) for name, dated in days.items()]
    return sorted(said, key=lambda one: (-one[1], one[0]))


def _source(name: str, days: Sequence[str]) -> str:
    """« Liste des SIAE, du 3 mars 2026 au 4 mai 2026 »."""
    if not name:
        return BY_ITSELF
    if not days or days[0] == days[-1]:
        return ", ".join([name, *map(day_in_words, days[:1])])
    return f"{name}, du {day_in_words(days[0])} au {day_in_words(days[-1])}"
