"""What in a need does not hold together, said to its buyer: nothing of it is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from suppliers.models import Need
from suppliers.showing.amounts import euros_in_words
from suppliers.showing.days import long_day_in_words
from suppliers.sourcing.lots_in_words import lots_in_words
from suppliers.territories.names import name_key

from .parts import Part
from .rules_in_words import amounts_differ, lots_total


def remarks(need: Need, parts: Sequence[Part], today: dt.date) -> list[str]:
    return [*_days(need, today), *_amounts(need, parts), *_twins(parts)]


def _days(need: Need, today: dt.date) -> Iterator[str]:
    launched, due, starts = need.launched_on, need.applications_due_on, need.starts_on
    if launched and due and due < launched:
        yield "La date limite des candidatures vient avant le lancement de la consultation."
    if due and due < today:
        day = long_day_in_words(due)
        yield f"La date limite des candidatures est passée, le {day} : le marché est compté à aujourd’hui."
    elif launched and launched < today:
        yield f"Le lancement de la consultation est passé, le {long_day_in_words(launched)}."
    if starts and due and starts < due:
        yield "Le début souhaité vient avant la date limite des candidatures."
    elif starts and launched and starts < launched:
        yield "Le début souhaité vient avant le lancement de la consultation."
    elif starts and starts < today and not (due and due < today):
        yield f"Le début souhaité est passé, le {long_day_in_words(starts)}."


def _amounts(need: Need, parts: Sequence[Part]) -> Iterator[str]:
    """Of a need that says an amount and has lots that say others."""
    whole, total = need.amount_excl_tax, lots_total(parts)
    if whole is None or not amounts_differ(need, parts):
        return
    said = euros_in_words(whole)
    if total is None:
        yield f"Les lots dépassent déjà le montant du besoin, {said} : les seuils sont lus pour leur total."
    else:
        read = "pour ce total" if total > whole else "pour le besoin"
        both = f"Les lots totalisent {euros_in_words(total)}, le besoin dit {said}"
        yield f"{both} : les seuils sont lus {read}."


def _twins(parts: Sequence[Part]) -> Iterator[str]:
    """Lots that nobody could tell apart."""
    alike: dict[object, list[int]] = {}
    for part in parts:
        if part.lot:
            what = (frozenset(part.sectors), frozenset(part.cpv_codes), frozenset(map(str, part.sites)))
            alike.setdefault((name_key(part.title), what), []).append(part.number)
    for numbers in alike.values():
        if len(numbers) > 1:
            named = lots_in_words(numbers)
            yield f"Les {named} disent la même chose : même intitulé, mêmes secteurs, mêmes lieux."
