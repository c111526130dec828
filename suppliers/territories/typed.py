"""The place somebody means by what they type: a name cut short, a number, a slip of the finger."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Func, Q

from suppliers.models import Territory

from .find import by_importance, narrowest
from .gazetteer import heir
from .names import arrondissement_alone, name_key, split_name, without_article

MOST_CHOICES = 6
MOST_READ = 200
SHORTEST = 3  # letters of a name cut short
ALIKE = 0.3  # at least so near, by their trigrams
SHORTEST_MISTYPED = 6  # letters: one slip away from a shorter name stands another commune
_ARTICLES = ("", "l ", "la ", "le ", "les ")
_COMMUNES = (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)
_WITH_DEPARTEMENT = re.compile(r"(.+?)[\s,(]+(\d{2,3}|2[AB])\)?", re.IGNORECASE)
_OF_KIND = re.compile(r"(.+?)\s*\(([^()]+)\)")
_KINDS = {name_key(str(kind.label)): kind for kind in Territory.Kind}
# How a name begins like what is typed: by whole words, by its first letters, by a word inside.
_BY_WORDS, _BY_LETTERS, _INSIDE = range(3)


def places_meant(typed: str) -> list[Territory]:
    """The places a name or a code stands for: the one, when that is plain; else those to choose from.

    Those at home first (settings.HOME_TERRITORY), a whole name before one cut short, then by population. A
    commune that has merged gives its heir. "Paris (département)" is of that kind.
    """
    key = name_key(typed)
    if not key or "\x00" in typed:
        return []
    of_kind = _OF_KIND.fullmatch(typed.strip())
    if of_kind and name_key(of_kind[2]) in _KINDS:
        return _kept(Q(name_key=name_key(of_kind[1]), kind=_KINDS[name_key(of_kind[2])]))[:1]
    exact = _kept(_named(typed, key))
    is_home = _at_home()
    if at_home := [place for place in exact if is_home(place)]:
        return at_home[:1]
    in_departement = _WITH_DEPARTEMENT.fullmatch(typed.strip())
    if not exact and in_departement:
        return _meant_in(in_departement[1], in_departement[2].upper())
    begun = _begun(key) if len(typed.strip()) >= SHORTEST else []
    return _most_likely(exact, begun, is_home)


@dataclass(frozen=True)
class Alike:
    """Places whose name looks like a mistyped one: the one plainly meant, if any, and all, likest first."""

    plain: Territory | None
    likest: list[Territory]


def places_like(typed: str) -> Alike:
    """The places whose name looks like what is typed; plainly, when one slip of the finger explains it."""
    key = name_key(typed)
    if len(key) < SHORTEST or "\x00" in typed:
        return Alike(None, [])
    alike = list(
        Territory.objects.select_related("merged_into")
        .annotate(likeness=TrigramSimilarity("name_key", key))
        .filter(likeness__gte=ALIKE)
        .order_by("-likeness", F("population").desc(nulls_last=True), "code")[:MOST_CHOICES]
    )
    likest = narrowest(heir(place) for place in alike)
    slipped = narrowest(heir(place) for place in alike if one_slip_apart(place.name_key, key))
    plain = len(slipped) == 1 and len(key) >= SHORTEST_MISTYPED
    return Alike(slipped[0] if plain else None, likest)


def one_slip_apart(name: str, typed: str) -> bool:
    """Whether one letter more, less or other makes one from the other, or two letters that changed places."""
    start = _length_in_common(name, typed)
    name, typed = name[start:], typed[start:]
    end = _length_in_common(name[::-1], typed[::-1])
    name, typed = name[: len(name) - end], typed[: len(typed) - end]
    return max(len(name), len(typed)) <= 1 or (len(name) == 2 and name == typed[::-1])


def _length_in_common(first: str, second: str) -> int:
    """How many letters two texts begin with alike."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(first), len(second)))


def _named(typed: str, key: str) -> Q:
    """Of this very name, article or not; of this code, for a place wider than a commune; of this number."""
    bare = without_article(key)
    named = Q(name_key__in={key, *(article + bare for article in _ARTICLES)})
    named |= Q(code=typed.strip().upper()[:5]) & ~Q(kind__in=_COMMUNES)
    base, number = split_name(typed)
    if number is not None:
        named |= Q(kind=Territory.Kind.ARRONDISSEMENT, name_key__startswith=f"{base} {number}e")
    alone = arrondissement_alone(typed)
    if alone is not None:
        named |= Q(kind=Territory.Kind.ARRONDISSEMENT, name_key__contains=f" {alone}e")
    return named


def _begun(key: str) -> list[tuple[Territory, int]]:
    """Places whose name begins so, or has a word that does, each with how."""
    bare = without_article(key)
    begins = Q(name_key__contains=f" {bare}")
    for article in _ARTICLES:
        begins |= Q(name_key__startswith=article + bare)
    return [(place, _manner(place.name_key, bare)) for place in _read(begins)]


def _manner(key: str, typed: str) -> int:
    name = without_article(key)
    if name.startswith(f"{typed} ") or name == typed:
        return _BY_WORDS
    return _BY_LETTERS if name.startswith(typed) else _INSIDE


def _most_likely(
    exact: list[Territory], begun: list[tuple[Territory, int]], is_home: Callable[[Territory], bool]
) -> list[Territory]:
    def found(manner: int, *, at_home: bool) -> list[Territory]:
        places = narrowest(heir(place) for place, how in begun if how == manner)
        return [place for place in places if is_home(place) is at_home]

    by_words = found(_BY_WORDS, at_home=True)
    if len(by_words) == 1:
        return by_words
    if by_words:
        return [*by_words, *found(_INSIDE, at_home=True)][:MOST_CHOICES]
    if exact:
        return exact[:1]
    ways = [(_BY_LETTERS, True), (_INSIDE, True), (_BY_WORDS, False), (_BY_LETTERS, False)]
    return next((places for how, near in ways if (places := found(how, at_home=near))), [])[:MOST_CHOICES]


def _meant_in(name: str, departement: str) -> list[Territory]:
    """The communes of a département that a name stands for."""
    key = without_article(name_key(name))
    begins = Q()
    for article in _ARTICLES:
        begins |= Q(name_key=article + key) | Q(name_key__startswith=f"{article}{key} ")
    inside = Q(kind=Territory.Kind.COMMUNE, code__startswith=departement)
    found = _kept(inside & begins) if key else []
    exact = [place for place in found if without_article(place.name_key) == key]
    return exact[:1] or found[:MOST_CHOICES]


def _read(named: Q) -> list[Territory]:
    places = Territory.objects.filter(named).select_related("merged_into")
    return list(by_importance(places)[:MOST_READ])


def _kept(named: Q) -> list[Territory]:
    return narrowest(heir(place) for place in _read(named))


def _at_home() -> Callable[[Territory], bool]:
    """Tells the places of the home territory and the wider ones they are in; all are, when there is none."""
    if not settings.HOME_TERRITORY:
        return lambda _place: True
    home = ArraySubquery(Territory.objects.filter(code=settings.HOME_TERRITORY).values("pk"))
    around = Func(F("ancestor_ids"), function="unnest")
    of_home = Territory.objects.order_by().filter(ancestor_ids__contains=home).annotate(around=around)
    keys = set(of_home.values_list("around", flat=True).distinct())
    return lambda place: place.pk in keys
