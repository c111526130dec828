"""The directory read in plain Python from the tables: slow, obvious, and sharing no code with the room."""

import datetime as dt
import math
from typing import Any

from django.http import QueryDict

from suppliers.models import Activity, Certification, Sector, Structure, Territory
from suppliers.procurement.certificates import Certificate, state_at
from suppliers.procurement.decision_table import TABLE, Article
from suppliers.procurement.directory import standing_answers
from suppliers.procurement.facts import StructureFacts

WINDOW = 6  # months, the default of LISTING_WINDOW_MONTHS
EARTH_RADIUS_KM = 6378.168  # the sphere of earthdistance
COUNTING = ("VALID", "UNVERIFIED")


def certificates_of(structure: Structure) -> list[Certification]:
    """Those of the establishment, and those of every establishment of its legal unit that reach it."""
    found = []
    for item in Certification.objects.select_related("structure", "kind"):
        same_unit = (
            structure.siret and item.structure.siret and item.structure.siret[:9] == structure.siret[:9]
        )
        if item.structure_id == structure.pk or (item.kind.scope == "siren" and same_unit):
            found.append(item)
    return found


def as_fact(item: Certification) -> Certificate:
    return Certificate(
        kind=item.kind_id,
        scope=item.scope,
        valid_from=item.valid_from,
        valid_until=item.valid_until,
        verification=item.verification,
        verified_on=item.verified_on,
        revoked_on=item.revoked_on,
        target_share=item.target_share,
        annex_year=item.annex_year,
        listed_on=item.listed_on,
        renewal_declared=item.renewal_declared,
    )


def states_of(structure: Structure, day: dt.date) -> dict[str, set[str]]:
    """The states of each kind a structure holds."""
    states: dict[str, set[str]] = {}
    for item in certificates_of(structure):
        state = state_at(as_fact(item), day, listing_window_months=WINDOW)
        states.setdefault(item.kind_id, set()).add(str(state))
    return states


def answers_of(structure: Structure, day: dt.date, held: list[Certification] | None = None) -> dict[str, Any]:
    """What the law's pure rules say, for the articles a directory may show."""
    form = structure.legal_form
    facts = StructureFacts(
        siret=structure.siret or "",
        siren=structure.siren or "",
        legal_category=form.code if form else "",
        ess_rule=form.ess_rule if form else "a_verifier",
        sirene_ess=structure.sirene_ess,
        rcs_ess_mention=structure.rcs_ess_mention,
        admin_state=structure.admin_state,
        is_public_body=structure.is_public_body,
    )
    certificates = certificates_of(structure) if held is None else held
    answers = standing_answers(
        facts, [as_fact(item) for item in certificates], day, listing_window_months=WINDOW
    )
    return {str(answer.article): answer for answer in answers if answer.answer in ("ELIGIBLE", "TO_CHECK")}


def renewals_of(structure: Structure, day: dt.date) -> dict[str, dt.date]:
    """The kinds that have ended, are being renewed and were replaced by nothing, each with its last day."""
    held: dict[str, list[tuple[str, Certification]]] = {}
    for item in certificates_of(structure):
        state = state_at(as_fact(item), day, listing_window_months=WINDOW)
        held.setdefault(item.kind_id, []).append((str(state), item))
    return {
        kind: max(item.valid_until for state, item in found if state == "EXPIRED")
        for kind, found in held.items()
        if any(state == "EXPIRED" and item.renewal_declared for state, item in found)
        and not any(state in COUNTING for state, _ in found)
        and set(TABLE.get(kind, {})) - {Article.L2113_15}
    }


def family_of(structure: Structure, day: dt.date) -> str:
    """The ESS family: of ESS structures only, whatever their state of activity."""
    active = Structure.objects.get(pk=structure.pk)
    active.admin_state = "A"
    answer = answers_of(active, day).get("L2113-15")
    if answer is None or str(answer.reason) == "ess_unknown":
        return ""
    return (structure.legal_form.family if structure.legal_form else "") or "societe_commerciale_ess"


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def position(structure: Structure) -> tuple[float, float] | None:
    if structure.latitude is not None:
        return structure.latitude, structure.longitude
    place = structure.territory
    return (place.latitude, place.longitude) if place and place.latitude is not None else None


def chain(place: Territory) -> set[str]:
    """The codes of a place and of all that contains it."""
    codes = {place.code}
    for parent in place.parents.all():
        codes |= chain(parent)
    return codes


def serves(activity: Activity, place: Territory) -> bool:
    if activity.zone_kind == "france":
        return True
    if activity.zone_kind == "territories":
        return bool({zone.code for zone in activity.territories.all()} & chain(place))
    here = position(activity.structure)
    if here is None or place.latitude is None or place.kind == "pays":
        return False
    return kilometres(here, (place.latitude, place.longitude)) <= activity.radius_km


def sells(activity: Activity, sector_code: str) -> bool:
    asked = Sector.objects.get(code=sector_code)
    return any(sector == asked or sector.parent_id == asked.pk for sector in activity.sectors.all())


def offers(structure: Structure, asked: QueryDict) -> bool:
    """One and the same activity must meet the sector, the type and the place."""
    sectors, types, places = (asked.getlist(name) for name in ("secteur", "type", "intervient"))
    if not (sectors or types or places):
        return True
    territories = [Territory.objects.get(code=code) for code in places]
    return any(
        (not sectors or any(sells(activity, code) for code in sectors))
        and (not types or activity.service_type in types)
        and (not places or any(serves(activity, place) for place in territories))
        for activity in structure.activities.all()
    )


def meets(structure: Structure, asked: QueryDict, day: dt.date) -> bool:
    """Whether a published structure answers a query string (text apart)."""
    states, answers = states_of(structure, day), answers_of(structure, day)
    verified = asked.get("verifie") == "1"
    counting = ("VALID",) if verified else COUNTING
    certified = {kind for kind, found in states.items() if found & set(counting)}
    answered = {article for article, answer in answers.items() if not verified or answer.answer == "ELIGIBLE"}
    articles = set(asked.getlist("article"))
    here = position(structure)
    checks = [
        not asked.getlist("certification") or certified & set(asked.getlist("certification")),
        not (articles or verified) or (answered & articles if articles else answered),
        not asked.getlist("famille") or family_of(structure, day) in asked.getlist("famille"),
        not asked.getlist("territoire")
        or (structure.territory and chain(structure.territory) & set(asked.getlist("territoire"))),
        not asked.getlist("effectif") or structure.employee_band_id in asked.getlist("effectif"),
        offers(structure, asked),
    ]
    if months := asked.get("confirme"):
        year, month = divmod(day.year * 12 + day.month - 1 - int(months), 12)
        first = dt.date(year, month + 1, min(day.day, 28))  # the tests ask on days every month has
        checks.append(structure.confirmed_on is not None and first <= structure.confirmed_on <= day)
    if point := asked.get("pres_de"):
        latitude, longitude = map(float, point.split(","))
        km = float(asked.get("rayon") or 10)
        checks.append(here is not None and kilometres(here, (latitude, longitude)) <= km)
    return all(checks)


def matching_ids(asked: QueryDict, day: dt.date) -> set[int]:
    """The structures a search should bring."""
    return {
        structure.pk
        for structure in Structure.objects.filter(status="published").select_related(
            "legal_form", "territory"
        )
        if meets(structure, asked, day)
    }
