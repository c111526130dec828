"""Find an official place: by code, by name and postal code, or as it is typed."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, Q, QuerySet, Value, When

from suppliers.models import Territory
from suppliers.models.plain_sql import objects_of

from .gazetteer import Gazetteer, departement_code, heir
from .names import name_key, split_name

_PLACES = [Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT]
_WIDE = [Territory.Kind.EPT, Territory.Kind.METROPOLE, Territory.Kind.DEPARTEMENT, Territory.Kind.REGION]
# In plain SQL: lists and pages ask, and the ORM would take four times as long as PostgreSQL.
_WITH_KEY = "SELECT {columns} FROM suppliers_territory WHERE id = %s"
_WITH_KEYS = "SELECT {columns} FROM suppliers_territory WHERE id = ANY(%s::bigint[])"
_WITH_CODES = "SELECT {columns} FROM suppliers_territory WHERE code = ANY(%s)"
_SAINT_HALF_TYPED = {"sa", "sai", "sain"}  # keys write it "st"


def territory_with_key(key: int) -> Territory | None:
    """The place of a key."""
    return next(iter(objects_of(Territory, _WITH_KEY, [key])), None)


def territories_with_keys(keys: Iterable[int]) -> list[Territory]:
    """The places of several keys, in one query."""
    return objects_of(Territory, _WITH_KEYS, [list(keys)])


def territory_with_code(code: str) -> Territory | None:
    """The place of a code; the heir of a commune that has merged."""
    return territories_with_codes([code]).get(code)


def territories_with_codes(codes: Iterable[str]) -> dict[str, Territory]:
    """The same for several codes, in one query and one more for each merger; unknown ones are left out."""
    asked = {code: code.upper() for code in codes if 0 < len(code) <= 5 and "\x00" not in code}
    if not asked:
        return {}
    places = objects_of(Territory, _WITH_CODES, [list(set(asked.values()))])
    found = {place.code: heir(place) for place in places}
    return {code: found[upper] for code, upper in asked.items() if upper in found}


def departement_of(postal_code: str) -> Territory | None:
    """The département of a postal code (97x and 98x on three digits, 20 is 2A or 2B)."""
    code = departement_code(postal_code.strip())
    return Territory.objects.of_kind(Territory.Kind.DEPARTEMENT).filter(code=code).first() if code else None


def commune_at(name: str, postal_code: str) -> Territory | None:
    """The commune or arrondissement of a city line; None when name and code do not agree. One query."""
    postal_code = postal_code.strip()
    departement = departement_code(postal_code)
    base, _number = split_name(name)
    if not base or departement is None:
        return None
    insee_prefix = departement  # "2A" too: INSEE codes of Corsica begin with it
    same_name = Q(name_key=base) | Q(name_key__startswith=f"{base} ")
    candidates = Territory.objects.of_kind(*_PLACES).filter(
        Q(postal_codes__contains=[postal_code]) | (Q(code__startswith=insee_prefix) & same_name)
    )
    return Gazetteer(candidates.select_related("merged_into")).commune_at(name, postal_code)


def places_matching(text: str, limit: int) -> list[Territory]:
    """Places whose name or postal code begins like what is being typed, then those with such a word inside.

    One of exactly that name first, then by importance. Of a name that is at once a commune, a département and
    a territory (Paris) or a département and a région (Mayotte), the narrowest place only.
    """
    typed = text.replace("\x00", "").strip()
    if typed.isascii() and typed.isdigit():
        return _best(_with_postal_code(typed), typed, limit)
    key = name_key(typed)
    if not key:
        return []
    begins = Q(name_key__startswith=key) | Q(kind=Territory.Kind.DEPARTEMENT, code=typed.upper())
    head, _, last = key.rpartition(" ")
    if last in _SAINT_HALF_TYPED:
        begins |= Q(name_key__startswith=f"{head} st ".lstrip())
    found = _best(Territory.objects.current().filter(begins), key, limit)
    if len(found) < limit and len(key) > 2:
        inside = Territory.objects.current().filter(name_key__contains=f" {key}")
        already = {place.pk for place in found}
        found += [place for place in _best(inside, key, limit) if place.pk not in already]
    return found[:limit]


def places_to_work_in() -> QuerySet[Territory]:
    """Communes and arrondissements that have a centre, and all that is wider but the country."""
    small = Q(kind__in=[Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT], latitude__isnull=False)
    return Territory.objects.current().filter(small | Q(kind__in=_WIDE))


def former_names() -> dict[str, str]:
    """By the key of the name of a commune that has merged, that of the one it is now part of."""
    merged = Territory.objects.filter(merged_into__isnull=False).select_related("merged_into")
    return {place.name_key: heir(place).name_key for place in merged}


def by_importance(places: QuerySet[Territory], *, first: Q | None = None) -> QuerySet[Territory]:
    """At home first (settings.HOME_TERRITORY), then by population: Saint-Denis before that of La Réunion.

    Départements come with the others, after the communes at home that are called like them.
    """
    home = ArraySubquery(Territory.objects.filter(code=settings.HOME_TERRITORY).values("pk"))
    at_home = Q(ancestor_ids__contains=home) & ~Q(kind=Territory.Kind.DEPARTEMENT)
    away = Case(When(at_home, then=Value(0)), default=Value(1))
    asked = [] if first is None else [Case(When(first, then=Value(0)), default=Value(1))]
    return places.order_by(*asked, away, F("population").desc(nulls_last=True), "code")


def narrowest(places: Iterable[Territory]) -> list[Territory]:
    """Each place once; of those of one name and one population (Paris, Mayotte), the narrowest kind only."""
    wider = list(Territory.Kind)
    kept: dict[tuple[str, int | None], Territory] = {}
    for place in places:
        same = (place.name_key, place.population)
        other = kept.setdefault(same, place)
        if wider.index(Territory.Kind(place.kind)) < wider.index(Territory.Kind(other.kind)):
            kept[same] = place
    return list(kept.values())


def _with_postal_code(digits: str) -> QuerySet[Territory]:
    places = Territory.objects.current()
    departements = Q(kind=Territory.Kind.DEPARTEMENT, code__startswith=digits)
    if len(digits) > 5:
        return places.none()
    if len(digits) == 1:
        return places.filter(departements)
    if len(digits) == 2:
        return places.filter(departements | Q(kind=Territory.Kind.COMMUNE, code__startswith=digits))
    missing = 5 - len(digits)
    codes = [f"{digits}{end:0{missing}}" for end in range(10**missing)] if missing else [digits]
    return places.filter(departements | Q(postal_codes__overlap=codes))


def _without_divided(places: list[Territory]) -> list[Territory]:
    """Paris has the postal codes of its arrondissements: those typed are the arrondissement's."""
    arrondissements = [place for place in places if place.kind == Territory.Kind.ARRONDISSEMENT]
    around = {pk for place in arrondissements for pk in place.ancestor_ids if pk != place.pk}
    return [place for place in places if place.kind != Territory.Kind.COMMUNE or place.pk not in around]


def _best(places: QuerySet[Territory], key: str, limit: int) -> list[Territory]:
    ordered = list(by_importance(places, first=Q(name_key=key) | Q(code=key.upper()))[: 4 * limit])
    return narrowest(_without_divided(ordered) if key.isdigit() else ordered)[:limit]
