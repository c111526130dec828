"""The log: what is asked of it, and its lines, the latest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from suppliers.accounts.log_words import ACTIONS
from suppliers.accounts.roles import territories_validated
from suppliers.models import Event, ReviewKind, Structure, User

from .facts_shown import Line, changes_of
from .undo import can_undo
from .wording import author_of, moment, undoer_of

PER_PAGE = 50
SITE = "site"
_OF_DUPLICATES = {
    "validation.approve": "a fusionné deux fiches",
    "validation.correct": "a fusionné deux fiches",
    "validation.refuse": "a dit que ce ne sont pas des doublons",
}
_BATCH = 500


@dataclass(frozen=True)
class Asked:
    """The filters of an address. What is wrong in it is said, and filters nothing."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    condition: Q = field(default_factory=Q)
    mistakes: tuple[str, ...] = ()
    before: tuple[dt.datetime, int] | None = None

    @classmethod
    def read(cls, params: QueryDict) -> Asked:
        chosen = dict.fromkeys(_READERS, "")
        condition, mistakes = Q(), []
        for name, read in _READERS.items():
            typed = params.get(name, "").replace("\0", "").strip()[:80]
            if not typed:
                continue
            chosen[name] = typed
            found = read(typed)
            if isinstance(found, str):
                mistakes.append(found)
            else:
                condition &= found
        return cls(chosen, condition, tuple(mistakes), _position(params.get("avant", "")))

    def query(self, **more: str) -> str:
        return urlencode({name: value for name, value in {**self.chosen, **more}.items() if value})

    @property
    def is_filtered(self) -> bool:
        return any(self.chosen.values())


@dataclass(frozen=True)
class Told:
    """One line: who did what, when, to whom, and what it changed."""

    event: Event
    who: str
    action: str
    when: str
    lines: list[Line]
    can_undo: bool
    undone_by: str  # empty when it stands
    together: int = 1  # how many structures one press has done this to


def events_for(user: User, asked: Asked) -> QuerySet[Event]:
    """Those this account may read: of its territories, where it is limited to some."""
    events = Event.objects.filter(asked.condition).select_related("by", "undone_by", "item", "structure")
    if limits := territories_validated(user):
        events = events.filter(structure__territory__ancestor_ids__overlap=limits)
    if asked.before:
        at, pk = asked.before
        events = events.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    return events.order_by("-at", "-pk")


def told_in_short(user: User, asked: Asked) -> QuerySet[Event]:
    """The same, where what one press has decided is one line: `together` says of how many.

    Not when one structure or one lot is asked for: each line counts there.
    """
    events = events_for(user, asked)
    if asked.chosen.get("structure") or asked.chosen.get("lot"):
        return events
    same = Event.objects.filter(asked.condition, batch=OuterRef("batch"), action=OuterRef("action"))
    if limits := territories_validated(user):
        same = same.filter(structure__territory__ancestor_ids__overlap=limits)
    is_told_already = same.filter(pk__gt=OuterRef("pk"))
    together = same.order_by().values("batch").annotate(number=Count("pk")).values("number")
    return events.filter(Q(batch=None) | ~Exists(is_told_already)).annotate(together=Subquery(together))


def told(events: Iterable[Event]) -> list[Told]:
    """In words: a fixed number of questions."""
    listed = list(events)
    lines = changes_of(listed)
    return [
        Told(
            event,
            author_of(event),
            action_of(event),
            moment(event.at),
            lines[event.pk],
            can_undo(event),
            undoer_of(event),
            vars(event).get("together") or 1,
        )
        for event in listed
    ]


def action_of(event: Event) -> str:
    if event.item and event.item.kind == ReviewKind.DUPLICATE and event.action in _OF_DUPLICATES:
        return _OF_DUPLICATES[event.action]
    return ACTIONS.get(event.action, event.action)


def actions_listed(chosen: str) -> list[tuple[str, str]]:
    """For the filter: a sentence once, in their order; the action that is chosen stands for its own."""
    by_sentence = {said: action for action, said in ACTIONS.items()}
    if chosen in ACTIONS:
        by_sentence[ACTIONS[chosen]] = chosen
    return [(action, said) for said, action in sorted(by_sentence.items())]


def position_of(event: Event) -> str:
    """Where a page ends, for the address of the next one."""
    return f"{event.at.timestamp():.6f}_{event.pk}"


TITLES = [
    "Le",
    "Par",
    "Action",
    "Structure",
    "SIRET",
    "Ce qui a changé",
    "Précision",
    "Annulée le",
    "Annulée par",
]


def csv_rows(events: QuerySet[Event]) -> Iterator[list[Any]]:
    """All of them, some hundreds at a time."""
    one_by_one = events.iterator(chunk_size=_BATCH)
    while batch := list(islice(one_by_one, _BATCH)):
        for one in told(batch):
            event = one.event
            yield [
                f"{timezone.localtime(event.at):%d/%m/%Y %H:%M:%S}",
                one.who,
                one.action,
                event.structure_name,
                event.structure.siret if event.structure else "",
                "\n".join(f"{line.label} : {_text(line.before)} → {_text(line.after)}" for line in one.lines),
                event.note,
                f"{timezone.localtime(event.undone_at):%d/%m/%Y %H:%M:%S}" if event.undone_at else "",
                one.undone_by,
            ]


def _text(parts: Iterable[Any]) -> str:
    return "".join(part.text for part in parts) or "rien"


def _account(typed: str) -> Q | str:
    if typed == SITE:
        return Q(by_site=True)
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 19
    return Q(by=int(typed)) if is_number else "Choisissez un compte de la liste."


def _action(typed: str) -> Q | str:
    """Rooms that do the same say the same: one entry of the list, and all of them behind it."""
    if typed not in ACTIONS:
        return "Choisissez une action de la liste."
    return Q(action__in=[action for action, said in ACTIONS.items() if said == ACTIONS[typed]])


def _structure(typed: str) -> Q | str:
    """By SIRET or by number; what was done to those merged into it is its history too."""
    digits = "".join(typed.split()).removeprefix("'").removeprefix("a-")  # as our files write it, or the site
    if digits.isascii() and digits.isdigit() and len(digits) < 19:
        column = "siret" if len(digits) == 14 else "pk"
        found = Structure.objects.filter(**{column: digits}).values_list("pk", flat=True).first()
        if found:
            return Q(structure__in=with_those_merged_into(found))
        return "Aucune structure n’a ce SIRET ou ce numéro."
    return "Écrivez un SIRET (14 chiffres), ou le numéro d’une fiche (a-12)."


def with_those_merged_into(pk: int) -> list[int]:
    """Their numbers, looked up first: a condition across tables would have the whole log read."""
    return [pk, *Structure.objects.filter(merged_into=pk).values_list("pk", flat=True)]


def _batch(typed: str) -> Q | str:
    try:
        return Q(batch=UUID(typed))
    except ValueError:
        return "Ce lot n’existe pas."


def _since(typed: str) -> Q | str:
    day = _day(typed)
    return Q(at__gte=_midnight(day)) if day else "Une date s’écrit JJ/MM/AAAA."


def _until(typed: str) -> Q | str:
    day = _day(typed)
    return Q(at__lt=_midnight(day + dt.timedelta(days=1))) if day else "Une date s’écrit JJ/MM/AAAA."


def _day(typed: str) -> dt.date | None:
    try:
        day = parse_date(typed) or dt.datetime.strptime(typed, "%d/%m/%Y").date()
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2200 else None


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


_READERS = {
    "compte": _account,
    "action": _action,
    "structure": _structure,
    "du": _since,
    "au": _until,
    "lot": _batch,
}


def _position(typed: str) -> tuple[dt.datetime, int] | None:
    at, _, pk = typed.partition("_")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    try:
        return dt.datetime.fromtimestamp(float(at), dt.UTC), int(pk)
    except (ValueError, OverflowError, OSError):
        return None
