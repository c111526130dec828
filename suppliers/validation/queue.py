"""The queue: what is asked of it, what it holds, and how many of each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils import timezone

from suppliers.accounts.roles import territories_validated
from suppliers.models import ReviewItem, ReviewKind, Territory, User

PER_PAGE = 50
MINE, NOBODY, OTHERS = "moi", "personne", "autres"
_DAY = dt.timedelta(days=1)
# By value: from how many days on, up to how many.
AGES: dict[str, tuple[int, int | None]] = {
    "semaine": (0, 7),
    "mois": (7, 30),
    "trimestre": (30, 90),
    "avant": (90, None),
}
CHOICES: dict[str, dict[str, str]] = {
    "nature": dict(ReviewKind.choices),
    "etat": {"waiting": "À décider", "asked": "En attente de la structure"},
    "anciennete": {
        "semaine": "Moins d’une semaine",
        "mois": "D’une semaine à un mois",
        "trimestre": "D’un mois à trois",
        "avant": "Plus de trois mois",
    },
    "suivi": {MINE: "Par moi", NOBODY: "Par personne", OTHERS: "Par quelqu’un d’autre"},
}
TITLES = {"nature": "Nature", "etat": "État", "anciennete": "Reçu depuis", "suivi": "Suivi"}
FIELD = "champ"
PLACE = "territoire"
# Wide enough to share the work by.
_LISTED_PLACES = [
    Territory.Kind.EPT,
    Territory.Kind.DEPARTEMENT,
    Territory.Kind.METROPOLE,
    Territory.Kind.REGION,
]


@dataclass(frozen=True)
class Asked:
    """The filters of an address. What is wrong in it is said, and filters nothing."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    place: Territory | None = None
    mistakes: tuple[str, ...] = ()
    page: int = 1

    @classmethod
    def read(cls, params: QueryDict) -> Asked:
        chosen: dict[str, str] = {}
        mistakes: list[str] = []
        for name, values in CHOICES.items():
            if value := params.get(name, "").strip():
                if value in values:
                    chosen[name] = value
                else:
                    mistakes.append(f"« {TITLES[name]} » ne connaît pas la valeur demandée.")
        place = None
        if code := params.get(PLACE, "").strip():
            place = Territory.objects.filter(code=code[:5]).first() if "\0" not in code else None
            if place is None or len(code) > 5:
                place = None
                mistakes.append("Ce territoire n’existe pas.")
            else:
                chosen[PLACE] = code
        if (key := params.get(FIELD, "").strip()) and chosen.get("nature") == ReviewKind.IMPORT:
            chosen[FIELD] = key.replace("\0", "")[:80]
        typed = params.get("page", "")
        page = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 1
        return cls(chosen, place, tuple(mistakes), max(page, 1))

    def query(self, **changes: str) -> str:
        """The address of these filters, changed: an empty value takes one away."""
        asked = {name: value for name, value in {**self.chosen, **changes}.items() if value}
        if "nature" in changes and changes["nature"] != self.chosen.get("nature"):
            asked.pop(FIELD, None)
        return urlencode(asked)


@dataclass(frozen=True)
class Option:
    """One value of a filter: how many it would show, and where it leads."""

    value: str
    label: str
    count: int
    is_chosen: bool
    query: str


class Queue:
    """What waits for one validator, as they asked for it."""

    def __init__(self, user: User, asked: Asked) -> None:
        self.user, self.asked = user, asked
        self._now = timezone.now()

    @cached_property
    def limits(self) -> list[int]:
        """The territories that this validator is limited to; empty for all."""
        return territories_validated(self.user)

    @cached_property
    def _open(self) -> QuerySet[ReviewItem]:
        return ReviewItem.objects.open().within(self.limits)

    def items(self) -> QuerySet[ReviewItem]:
        """The oldest first."""
        return self._open.filter(self._condition()).order_by("created_at", "pk")

    def page(self, start: int) -> QuerySet[ReviewItem]:
        """So many from there on, with what a row shows of them, which only those few are joined to."""
        keys = list(self.items().values_list("pk", flat=True)[start : start + PER_PAGE])
        shown = ReviewItem.objects.filter(pk__in=keys).order_by("created_at", "pk")
        return shown.select_related(
            "structure", "other__territory", "report", "certification__kind", "submitted_by", "assigned_to"
        )

    def _condition(self) -> Q:
        chosen, place = self.asked.chosen, self.asked.place
        found = Q()
        if kind := chosen.get("nature"):
            found &= Q(kind=kind)
        if status := chosen.get("etat"):
            found &= Q(status=status)
        if age := chosen.get("anciennete"):
            found &= self._aged(age)
        if follows := chosen.get("suivi"):
            found &= self._followed(follows)
        if key := chosen.get(FIELD):
            found &= Q(key=key)
        if place:
            found &= Q(structure__territory__ancestor_ids__contains=[place.pk])
        return found

    def _aged(self, age: str) -> Q:
        least, most = AGES[age]
        older = Q(created_at__lte=self._now - least * _DAY) if least else Q()
        return older & (Q(created_at__gt=self._now - most * _DAY) if most else Q())

    def _followed(self, by: str) -> Q:
        if by == NOBODY:
            return Q(assigned_to=None)
        mine = Q(assigned_to=self.user.pk)
        return mine if by == MINE else Q(assigned_to__isnull=False) & ~mine

    def after(self, item: ReviewItem) -> ReviewItem | None:
        """The one that follows in the list; the first again after the last."""
        others = self.items().exclude(pk=item.pk)
        later = Q(created_at__gt=item.created_at) | Q(created_at=item.created_at, pk__gt=item.pk)
        return others.filter(later).first() or others.first()

    @cached_property
    def counts(self) -> Counts:
        """Of each value of each filter, all *other* filters applied: from one question to the database."""
        rows = (
            self._open.order_by()
            .annotate(
                age=Case(
                    *(When(self._aged(age), then=Value(age)) for age in AGES),
                    default=Value("semaine"),
                    output_field=CharField(),
                ),
                followed=Case(
                    When(assigned_to=None, then=Value(NOBODY)),
                    When(assigned_to=self.user.pk, then=Value(MINE)),
                    default=Value(OTHERS),
                    output_field=CharField(),
                ),
                about=Case(
                    When(kind=ReviewKind.IMPORT, then="key"), default=Value(""), output_field=CharField()
                ),
            )
            .values_list("kind", "status", "age", "followed", "about", "structure__territory")
            .annotate(how_many=Count("pk"))
        )
        return Counts(list(rows), self.asked)


class Counts:
    def __init__(self, rows: list[tuple[Any, ...]], asked: Asked) -> None:
        self._asked = asked
        self.total = 0
        self.by: dict[str, Counter[str]] = {name: Counter() for name in (*CHOICES, FIELD)}
        self._by_place: Counter[int] = Counter()
        self._places = _places(row[5] for row in rows)
        for kind, status, age, followed, about, place, how_many in rows:
            self._add(
                {"nature": kind, "etat": status, "anciennete": age, "suivi": followed, FIELD: about},
                self._places.get(place, ()),
                how_many,
            )

    def _add(self, values: dict[str, str], around: Iterable[int], how_many: int) -> None:
        """Those that one filter alone leaves out count for the other values of that filter."""
        chosen = self._asked.chosen
        failing = [name for name, value in values.items() if name in chosen and chosen[name] != value]
        if self._asked.place and self._asked.place.pk not in around:
            failing.append(PLACE)
        # Fields of import differences are those of the kind: they go with it.
        if len(failing) > 1 and set(failing) != {"nature", FIELD}:
            return
        self.total += 0 if failing else how_many
        for name, value in values.items():
            others = [each for each in failing if each != name and (name, each) != ("nature", FIELD)]
            if not others:
                self.by[name][value] += how_many
        if not failing or failing == [PLACE]:
            for pk in around:
                self._by_place[pk] += how_many

    def values(self, name: str) -> list[Option]:
        """The values of a filter, in their order, those without an item left out unless chosen."""
        chosen = self._asked.chosen.get(name, "")
        return [
            self._value(name, value, label, self.by[name][value])
            for value, label in CHOICES[name].items()
            if self.by[name][value] or value == chosen
        ]

    def fields(self) -> list[tuple[str, int]]:
        return sorted((key, count) for key, count in self.by[FIELD].items() if key)

    def places(self) -> list[Option]:
        """EPT, départements, régions that hold something, and the one that is asked for."""
        asked = self._asked.place
        held = Territory.objects.filter(pk__in=self._by_place, kind__in=_LISTED_PLACES)
        places = {place.pk: place for place in held.only("code", "name", "kind")}
        if asked:
            places.setdefault(asked.pk, asked)
        order: dict[str, int] = {kind: rank for rank, kind in enumerate(_LISTED_PLACES)}
        ranked = sorted(places.values(), key=lambda place: (order.get(place.kind, 9), _in_order(place.code)))
        return [
            self._value(PLACE, place.code, f"{place.name} ({place.code})", self._by_place[place.pk])
            for place in ranked
        ]

    def _value(self, name: str, value: str, label: str, count: int) -> Option:
        is_chosen = self._asked.chosen.get(name) == value
        return Option(value, label, count, is_chosen, self._asked.query(**{name: "" if is_chosen else value}))


def _places(ids: Iterable[int | None]) -> dict[int, list[int]]:
    found = Territory.objects.filter(pk__in={pk for pk in ids if pk}).values_list("pk", "ancestor_ids")
    return dict(found)


def _in_order(code: str) -> tuple[str, int, str]:
    """T2 before T10."""
    digits = code[1:]
    return (code[:1], int(digits), "") if code[:1] == "T" and digits.isdigit() else (code[:1], 0, code)
