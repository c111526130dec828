"""« Où ? »: what was typed becomes a place, once, and the address of the page then holds the place."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import QueryDict

from suppliers.geocoding import Answer, Doubt, known_place, locate
from suppliers.models import Territory
from suppliers.search.filters import DEFAULT_RADIUS_KM
from suppliers.search.links import Links, directory_url
from suppliers.search.placing import parameters_of
from suppliers.search.reference import reference
from suppliers.search.state import State
from suppliers.territories.gazetteer import departement_code_of_commune

from .shown_place import SHOWN, TERRITORIES, name_of, point_name

SECONDS = 2.0
NOT_FOUND = "Ce lieu n’est pas reconnu."
AWAY = "Le service d’adresses ne répond pas, et ce lieu n’est pas dans notre liste."
INSTEAD = "Donnez une commune, un code postal, un département, ou une adresse avec sa commune."
SEVERAL = "Plusieurs lieux portent ce nom."


@dataclass(frozen=True)
class Choice:
    """A place that was perhaps meant, and the address of the search there."""

    label: str
    url: str


@dataclass(frozen=True)
class Place:
    """What to do with the place asked: go to another query string, say an error, or nothing.

    `notice`: the place is only near what was typed. `is_named`: its name says as much as what was typed.
    """

    query: str | None = None
    error: str = ""
    choices: list[Choice] = field(default_factory=list)
    notice: str = ""
    is_named: bool = False


def place_asked(params: QueryDict, at: State, *, known_only: bool = False) -> Place:
    """Reads `adresse`, and the place the form showed.

    Asks the geocoder at most once, for two seconds; never when `known_only`.
    """
    typed = " ".join(params.get("adresse", "").split())
    shown = params.get(SHOWN, "")
    if not typed and SHOWN not in params:
        return Place()
    point = params.get("pres_de", "")
    known = reference(at.version)
    if typed and typed in (point_name(point, known), name_of(shown, known)):
        return Place(_query(params))
    if not typed:
        is_emptied = shown == point or shown.startswith(TERRITORIES)
        return Place(_query(_left(params), {}) if is_emptied else _query(params))
    return _placed(params, at, known_place(typed) if known_only else locate(typed, timeout=SECONDS))


def without_idle_radius(params: QueryDict) -> QueryDict:
    """The form always sends its radius: without a point it asks nothing, unless it is wrong."""
    rayon = params.get("rayon", "")
    if params.get("pres_de") or not (rayon.isascii() and rayon.isdigit() and 1 <= int(rayon[:4]) <= 200):
        return params
    kept = params.copy()
    del kept["rayon"]
    return kept


def _placed(params: QueryDict, at: State, answer: Answer) -> Place:
    left = _left(params)
    if answer.is_found:
        return Place(
            _query(left, _asked(answer, at)),
            notice=_notice(answer),
            is_named=answer.place is not None and answer.doubt is None,
        )
    choices = [
        Choice(_label(place), directory_url(_query(left, parameters_of(place, at))))
        for place in answer.choices
    ]
    error = {None: SEVERAL, Doubt.AWAY: AWAY, Doubt.UNKNOWN: NOT_FOUND}[answer.doubt]
    return Place(error=error if choices else f"{error} {INSTEAD}", choices=choices)


def _asked(answer: Answer, at: State) -> dict[str, str]:
    if answer.place is not None:
        return parameters_of(answer.place, at)
    assert answer.point is not None
    return {"pres_de": f"{answer.point.latitude:.5f},{answer.point.longitude:.5f}"}


def _notice(answer: Answer) -> str:
    if answer.doubt is None:
        return ""
    why = "Service d’adresses indisponible" if answer.doubt is Doubt.AWAY else "Adresse non trouvée"
    name = answer.place.name if answer.place else answer.point.label if answer.point else ""
    return f"{why} : recherche autour du centre de {name}."


def _label(place: Territory) -> str:
    """« Fontenay-sous-Bois (94) », « Est Ensemble (territoire) »."""
    if place.kind == Territory.Kind.COMMUNE:
        return f"{place.name} ({departement_code_of_commune(place.code)})"
    if place.kind == Territory.Kind.ARRONDISSEMENT:
        return place.name
    return f"{place.name} ({place.get_kind_display().lower()})"


def _left(params: QueryDict) -> QueryDict:
    """The search without the territory that « Où ? » showed: another place takes its place."""
    name, _, code = params.get(SHOWN, "").partition("=")
    if name not in TERRITORIES:
        return params
    left = params.copy()
    left.setlist(name, [value for value in params.getlist(name) if value != code])
    return left


def _query(params: QueryDict, asked: dict[str, str] | None = None) -> str:
    """The query string of a search, its place being what is asked; as it stands when that is None."""
    changed = params.copy()
    changed["adresse"] = ""
    if asked is not None:
        changed["pres_de"] = asked.get("pres_de", "")
    for name in TERRITORIES:
        if asked and name in asked:
            changed.appendlist(name, asked[name])
    around = changed.get("pres_de", "")
    changed["rayon"] = (params.get("rayon", "").strip() or str(DEFAULT_RADIUS_KM)) if around else ""
    return Links(changed).query
