"""What the page of an item shows beside its decision."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_date

from suppliers.models import (
    Certification,
    Document,
    ReviewItem,
    ReviewKind,
    Structure,
    StructureMembership,
    Territory,
    User,
)
from suppliers.profiles.facts import GUARDED, SMALL, facts_of
from suppliers.territories.positions import kilometres

from .comparing import other_told
from .corrected import CORRECTED
from .decisions import rules_of
from .decisions.certifications import documents_of, kind_of, row_of
from .declared import declared
from .facts_shown import Line, Names, compared, group_label, label_of, line, value_in_words
from .history import history
from .neighbours import neighbours, others_waiting
from .rows import values_of
from .similar import Similar, similar_structures
from .wording import decider_of, moment, named

_MOST_SISTERS = 12
_IN_ORDER = (
    *("name", "brand", "siret", "rna", "legal_form_id", "address", "address_extra", "postal_code", "city"),
    *("territory_id", "latitude", "longitude", "geo_precision", "geo_score"),
    *("description", "website", "email", "phone", "opening_hours", "headcount", "inclusion_posts"),
    *("employee_band_id", "lead_time_days", "largest_order_excl_tax", "simultaneous_sites"),
    "open_to_cocontracting",
)
_OF_A_CERTIFICATION = (
    *("kind_id", "number", "authority", "valid_from", "valid_until", "target_share", "target_share_year"),
    *("target_share_basis", "verification", "verified_on", "listed_on", "proof", "source"),
)


def facts_shown(item: ReviewItem) -> list[Line]:
    """Before and after, field by field. A new structure has no before."""
    structure = item.structure
    if item.kind == ReviewKind.STRUCTURE:
        present = {name: values_of(structure)[name] for name in _IN_ORDER if name in GUARDED | SMALL}
        return [each for each in compared(present, present, all_of_it=True) if each.after]
    if item.kind in (ReviewKind.CHANGE, ReviewKind.IMPORT):
        names = [name for name in _IN_ORDER if name in item.fields]
        names += [name for name in item.fields if name not in names and hasattr(structure, name)]
        had = facts_of(structure, names) if item.is_open else _side(item, names, "before")
        has = _side(item, names, "after") | item.data.get(CORRECTED, {})
        return compared(had, has, all_of_it=True)
    if item.kind == ReviewKind.CERTIFICATION:
        return _certification_lines(item)
    return []


def _side(item: ReviewItem, names: list[str], side: str) -> dict[str, Any]:
    return {name: item.fields[name][side] for name in names}


def _certification_lines(item: ReviewItem) -> list[Line]:
    had = values_of(item.certification) if item.certification else {}
    has = values_of(row_of(item)) if item.is_open or not item.certification else had
    has |= item.data.get(CORRECTED, {})
    names = Names([had, has])
    lines = []
    for name in _OF_A_CERTIFICATION:
        before = value_in_words(name, had.get(name), names, Certification)
        after = value_in_words(name, has.get(name), names, Certification)
        if before or after:
            lines.append(line(label_of(name, Certification), before, after))
    return lines


def points_of(item: ReviewItem) -> dict[str, Any] | None:
    """The point on the map, and the one that is proposed; how far apart they are."""
    structure, points = item.structure, []
    if structure.latitude is not None and structure.longitude is not None:
        points.append(_point("actuel", structure.latitude, structure.longitude, structure.geo_precision))
    said = {name: told["after"] for name, told in item.fields.items()} if item.is_open else {}
    latitude, longitude = said.get("latitude"), said.get("longitude", structure.longitude)
    if isinstance(latitude, float | int) and isinstance(longitude, float | int):
        precision = said.get("geo_precision", structure.geo_precision)
        points.append(_point("proposé", latitude, longitude, precision))
    if not points:
        return None
    apart = None
    if len(points) == 2:
        apart = kilometres(*((point["lat"], point["lon"]) for point in points))
    return {"points": points, "json": json.dumps(points), "km": apart}


def _point(name: str, latitude: float, longitude: float, precision: str) -> dict[str, Any]:
    said = dict(Structure.Precision.choices).get(precision, "Précision inconnue")
    return {
        "name": name,
        "lat": latitude,
        "lon": longitude,
        "precision": str(said),
        "approximate": precision in ("", Structure.Precision.COMMUNE),
    }


def official(item: ReviewItem) -> dict[str, Any]:
    """What lists say of its SIRET."""
    structure = item.structure
    told = {name: said for name, said in structure.field_sources.items() if isinstance(said, dict)}
    sources = [
        (group_label(name), said.get("source", ""), parse_date(str(said.get("date") or "")))
        for name, said in told.items()
    ]
    listed = structure.certifications.filter(listed_on__isnull=False).select_related("kind")
    return {
        "sources": sorted(sources, key=lambda told: told[0]),
        "listed": list(listed.order_by("-listed_on")[:10]),
    }


def _sisters(structure: Structure) -> list[Structure]:
    """The other establishments of its legal unit."""
    if not structure.siret:
        return []
    same = Structure.objects.filter(siren=structure.siret[:9]).exclude(pk=structure.pk)
    return list(same.select_related("territory", "merged_into").order_by("-status", "siret")[:_MOST_SISTERS])


def _named_around(item: ReviewItem, user: User) -> dict[str, Any]:
    """The structures that the page names beside its own, as this validator may see and open them."""
    sisters, alike = _sisters(item.structure), similar(item)
    pair = [item.structure, item.other] if item.other else []
    told = other_told(item)
    around = [*sisters, *(one.structure for one in alike), *pair, *([told] if told else [])]
    seen = neighbours(user, around, but=item.pk)
    return {
        "sisters": [seen[one.pk] for one in sisters],
        "similar": [(seen[one.structure.pk], one.reasons) for one in alike],
        "pair": [seen[side.pk] for side in pair],
        "other_told": seen[told.pk] if told else None,
    }


def similar(item: ReviewItem) -> list[Similar]:
    wanted = (ReviewKind.STRUCTURE, ReviewKind.CLAIM, ReviewKind.CHANGE, ReviewKind.REPORT)
    if item.kind not in wanted:
        return []
    siren = item.structure.siren
    # Those of its legal unit are named with what lists say.
    return [one for one in similar_structures(item.structure) if not siren or one.structure.siren != siren]


def documents(item: ReviewItem) -> list[Document]:
    if item.kind == ReviewKind.CERTIFICATION:
        return documents_of(item)
    about = Q(item=item)
    if item.kind == ReviewKind.STRUCTURE:
        about |= Q(structure=item.structure_id, certification__isnull=False)
    return list(Document.objects.filter(about).select_related("certification__kind"))


def _has_two_sides(item: ReviewItem, lines: list[Line]) -> bool:
    """Whether there is a before and an after: a certification that is declared as it stands is told once."""
    if item.kind in (ReviewKind.CHANGE, ReviewKind.IMPORT):
        return True
    return item.certification_id is not None and any(each.changed for each in lines)


def _who_and_when(item: ReviewItem) -> dict[str, str]:
    return {
        "received": moment(item.created_at),
        "assigned": named(item.assigned_to) if item.assigned_to else "",
        "assigned_at": moment(item.assigned_at),
        "decided": decider_of(item) if not item.is_open else "",
        "decided_at": moment(item.decided_at),
        "by": named(item.submitted_by) if item.submitted_by else "",
    }


def page_of(item: ReviewItem, user: User) -> dict[str, Any]:
    """Everything but the forms, for this validator: a fixed number of questions."""
    structure = item.structure
    members = StructureMembership.objects.filter(structure=structure).select_related("user")
    lines = facts_shown(item)
    context: dict[str, Any] = {
        "item": item,
        "structure": structure,
        "rules": rules_of(item.kind),
        "lines": lines,
        "map": points_of(item),
        "official": official(item),
        **_named_around(item, user),
        "others": others_waiting(user, item),
        "documents": documents(item),
        "history": history(item),
        "members": [(named(one.user), one.user.email, one.get_role_display()) for one in members],
        **_who_and_when(item),
        "list_day": parse_date(item.data.get("missing_from_list_of") or item.data.get("date") or ""),
        "place": structure.territory if isinstance(structure.territory, Territory) else None,
        "has_two_sides": _has_two_sides(item, lines),
    }
    if item.kind == ReviewKind.STRUCTURE:
        context["declared"] = declared(structure)
    if item.kind == ReviewKind.CERTIFICATION:
        context["kind"] = kind_of(item)
    return context
