"""A search said in French: the sentence under the number of results, and a chip for each filter."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from geopy.distance import great_circle

from suppliers.models import ServiceType, Territory
from suppliers.models.structure import Family
from suppliers.procurement import wording
from suppliers.procurement.decision_table import Article
from suppliers.territories.in_words import in_words, of_place

from .criteria import Criteria, Near
from .filters import DEFAULT_RADIUS_KM
from .legible import legible, shortened
from .links import Links, directory_url
from .reference import Reference

NAMED_WITHIN_KM = 0.5


@dataclass(frozen=True)
class Chip:
    """An active filter, by its parameter; `query` is the search without it."""

    name: str
    value: str
    label: str
    query: str

    @property
    def url(self) -> str:
        return directory_url(self.query)


def understood(criteria: Criteria, located_in: Sequence[Territory], known: Reference) -> str:
    """Where, in words: « à moins de 10 km de Montreuil · intervenant à Est Ensemble »."""
    parts = []
    if criteria.near:
        parts.append(around(criteria.near, known))
    if located_in:
        parts.append(f"se trouvant {_one_of(located_in)}")
    if criteria.served:
        parts.append(f"intervenant {_one_of(criteria.served)}")
    return " · ".join(parts)


def _one_of(places: Sequence[Territory]) -> str:
    whole = Territory.Kind.COUNTRY
    return " ou ".join(f"dans toute la {one.name}" if one.kind == whole else in_words(one) for one in places)


def around(near: Near, known: Reference) -> str:
    """« à moins de 10 km de Montreuil », « à moins de 2 km d’un point près de Montreuil »."""
    commune = known.commune_near(near.latitude, near.longitude)
    within = f"à moins de {near.km:g} km"
    if commune is None:
        return f"{within} de ce point"
    return f"{within} {'d’un point près ' if _is_apart(near, commune) else ''}{of_place(commune.short_name)}"


def point_in_words(latitude: float, longitude: float, commune: Territory) -> str:
    """« Montreuil » for its centre, « Près de Montreuil » for a point of it that is elsewhere."""
    is_apart = _km_apart(latitude, longitude, commune) > NAMED_WITHIN_KM
    return f"Près {of_place(commune.short_name)}" if is_apart else commune.short_name


def _is_apart(near: Near, commune: Territory) -> bool:
    """Whether a point is too far from the centre of its commune to bear its name, for such a circle."""
    return _km_apart(near.latitude, near.longitude, commune) > max(NAMED_WITHIN_KM, near.km / 10)


def _km_apart(latitude: float, longitude: float, commune: Territory) -> float:
    return float(great_circle((latitude, longitude), (commune.latitude, commune.longitude)).km)


def chips(
    links: Links, form: Form, reference: Reference, unreadable: Mapping[str, Collection[str]]
) -> list[Chip]:
    """One chip for each value chosen, in the order of the parameters; `form` has read the others."""
    found = []
    for name, values in links.filters.items():
        if name == "verifie" and values == ["0"]:
            continue
        for value in values:
            if value in unreadable.get(name, ()):
                label = f"{form.fields[name].label} : {shortened(value)}"
            else:
                label = _label(name, value, form, reference)
            found.append(Chip(name, value, label[:1].upper() + label[1:], links.without(name, value)))
    return found


def _label(name: str, value: str, form: Form, reference: Reference) -> str:
    match name:
        case "q":
            return f"« {legible(value)} »"
        case "pres_de":
            latitude, longitude = form.cleaned_data["pres_de"]
            near = Near(latitude, longitude, form.cleaned_data.get("rayon") or DEFAULT_RADIUS_KM)
            return around(near, reference)
        case "article":
            return f"Marché réservé {wording.ARTICLES[Article(value)].short_label}"
        case "confirme":
            return f"Confirmée depuis moins de {value} mois"
        case "verifie":
            return "Éligibles seulement"
        case "cpv":
            return f"CPV {value}"
        case "intervient":
            return f"Intervient : {_territory(value, reference)}"
    return _reference_label(name, value, reference)


def _reference_label(name: str, value: str, reference: Reference) -> str:
    rows: dict[str, Any] = {
        "secteur": reference.sectors,
        "effectif": reference.bands,
    }
    match name:
        case "secteur" | "effectif":
            return str(rows[name][value].label)
        case "certification":
            return reference.kinds[value].short_label
        case "type":
            return str(ServiceType(value).label)
        case "famille":
            return str(Family(value).label)
        case "territoire":
            return _territory(value, reference)
    return value


def _territory(code: str, reference: Reference) -> str:
    place: Territory | None = reference.territory(code)
    return place.short_name if place else code
