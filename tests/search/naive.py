"""The directory read in plain Python from the tables: slow, obvious, and sharing no code with the room."""

import datetime as dt
import math
from functools import cache
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
Point = tuple[float, float]


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


def state_of(item: Certification, day: dt.date) -> str:
    return str(state_at(as_fact(item), day, listing_window_months=WINDOW))


def answers_of(
    structure: Structure, day: dt.date, held: list[Certification], admin_state: str = ""
) -> dict[str, Any]:
    """What the law's pure rules say, for the articles a directory may show."""
    form = structure.legal_form
    facts = StructureFacts(
        siret=structure.siret or "",
        siren=structure.siren or "",
        legal_category=form.code if form else "",
        ess_rule=form.ess_rule if form else "a_verifier",
        sirene_ess=structure.sirene_ess,
        rcs_ess_mention=structure.rcs_ess_mention,
        admin_state=admin_state or structure.admin_state,
        is_public_body=structure.is_public_body,
    )
    answers = standing_answers(facts, [as_fact(item) for item in held], day, listing_window_months=WINDOW)
    return {str(answer.article): answer for answer in answers if answer.answer in ("ELIGIBLE", "TO_CHECK")}


def kilometres(a: Point, b: Point) -> float:
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def position(structure: Structure) -> Point | None:
    if structure.latitude is not None:
        return structure.latitude, structure.longitude
    place = structure.territory
    return (place.latitude, place.longitude) if place and place.latitude is not None else None


@cache  # the reference data is the same for every example
def territory(code: str) -> Territory:
    return Territory.objects.get(code=code)


@cache
def chain(code: str) -> frozenset[str]:
    """The codes of a place and of all that contains it; Paris, the commune, contains its département too."""
    codes, unread = {code}, [code]
    while unread:
        wider = {parent.code for parent in territory(unread.pop()).parents.all()} - codes
        codes |= wider
        unread += wider
    return frozenset(codes)


@cache
def group(sector_code: str) -> str:
    """The code of the group of a sector; empty for a group."""
    found = Sector.objects.select_related("parent").get(code=sector_code)
    return found.parent.code if found.parent else ""


def serves(activity: Activity, place: Territory) -> bool:
    if activity.zone_kind == "france":
        return True
    if activity.zone_kind == "territories":
        return bool({zone.code for zone in activity.territories.all()} & chain(place.code))
    here = position(activity.structure)
    if here is None or place.latitude is None or place.kind == "pays":
        return False
    return kilometres(here, (place.latitude, place.longitude)) <= activity.radius_km


def sells(activity: Activity, sector_code: str) -> bool:
    return any(sector_code in (sold.code, group(sold.code)) for sold in activity.sectors.all())


class Reading:
    """The tables as they stand when it is made, each read once; every rule is then told from them."""

    def __init__(self, day: dt.date) -> None:
        self.day = day
        self.structures = list(Structure.objects.select_related("legal_form", "territory"))
        self.certifications = list(Certification.objects.select_related("structure", "kind"))
        of_structure = {structure.pk: structure for structure in self.structures}
        self.activities: dict[int, list[Activity]] = {}
        for activity in Activity.objects.prefetch_related("sectors", "territories"):
            activity.structure = of_structure[activity.structure_id]
            self.activities.setdefault(activity.structure_id, []).append(activity)
        self._told: dict[tuple[str, int], Any] = {}

    def certificates_of(self, structure: Structure) -> list[Certification]:
        """Those of the establishment, and those of every establishment of its legal unit that reach it."""
        found = []
        for item in self.certifications:
            same_unit = (
                structure.siret and item.structure.siret and item.structure.siret[:9] == structure.siret[:9]
            )
            if item.structure_id == structure.pk or (
                item.kind.scope == "siren" and same_unit and item.structure.status not in ("draft", "pending")
            ):
                found.append(item)
        return found

    def states_of(self, structure: Structure) -> dict[str, set[str]]:
        """The states of each kind a structure holds."""
        states: dict[str, set[str]] = {}
        for item in self.certificates_of(structure):
            states.setdefault(item.kind_id, set()).add(state_of(item, self.day))
        return states

    def answers_of(self, structure: Structure) -> dict[str, Any]:
        """What the law's rules say of a structure as it is."""
        return answers_of(structure, self.day, self.certificates_of(structure))

    def renewals_of(self, structure: Structure) -> dict[str, dt.date]:
        """Kinds that have ended, are being renewed and were replaced by nothing, each with its last day."""
        held: dict[str, list[tuple[str, Certification]]] = {}
        for item in self.certificates_of(structure):
            held.setdefault(item.kind_id, []).append((state_of(item, self.day), item))
        return {
            kind: max(item.valid_until for state, item in found if state == "EXPIRED")
            for kind, found in held.items()
            if any(state == "EXPIRED" and item.renewal_declared for state, item in found)
            and not any(state in COUNTING for state, _ in found)
            and set(TABLE.get(kind, {})) - {Article.L2113_15}
        }

    def family_of(self, structure: Structure) -> str:
        """The ESS family: of ESS structures only, whatever their state of activity."""
        as_active = answers_of(structure, self.day, self.certificates_of(structure), admin_state="A")
        answer = as_active.get("L2113-15")
        if answer is None or str(answer.reason) == "ess_unknown":
            return ""
        return (structure.legal_form.family if structure.legal_form else "") or "societe_commerciale_ess"

    def offers(self, structure: Structure, asked: QueryDict) -> bool:
        """One and the same activity must meet the sector, the type and the place."""
        sectors, types, places = (asked.getlist(name) for name in ("secteur", "type", "intervient"))
        if not (sectors or types or places):
            return True
        return any(
            (not sectors or any(sells(activity, code) for code in sectors))
            and (not types or activity.service_type in types)
            and (not places or any(serves(activity, territory(code)) for code in places))
            for activity in self.activities.get(structure.pk, [])
        )

    def _once(self, rule: str, structure: Structure) -> Any:
        """What a rule says of a structure: many questions are asked of one reading."""
        if (rule, structure.pk) not in self._told:
            self._told[rule, structure.pk] = getattr(self, rule)(structure)
        return self._told[rule, structure.pk]

    def meets(self, structure: Structure, asked: QueryDict) -> bool:
        """Whether a published structure answers a query string (text apart)."""
        states, answers = self._once("states_of", structure), self._once("answers_of", structure)
        verified = asked.get("verifie") == "1"
        counting = ("VALID",) if verified else COUNTING
        certified = {kind for kind, found in states.items() if found & set(counting)}
        answered = {
            article for article, answer in answers.items() if not verified or answer.answer == "ELIGIBLE"
        }
        articles = set(asked.getlist("article"))
        here = position(structure)
        checks = [
            not asked.getlist("certification") or certified & set(asked.getlist("certification")),
            not (articles or verified) or (answered & articles if articles else answered),
            not asked.getlist("famille") or self._once("family_of", structure) in asked.getlist("famille"),
            not asked.getlist("territoire")
            or (structure.territory and chain(structure.territory.code) & set(asked.getlist("territoire"))),
            not asked.getlist("effectif") or structure.employee_band_id in asked.getlist("effectif"),
            self.offers(structure, asked),
        ]
        if months := asked.get("confirme"):
            year, month = divmod(self.day.year * 12 + self.day.month - 1 - int(months), 12)
            first = dt.date(year, month + 1, min(self.day.day, 28))  # the tests ask on days every month has
            checks.append(structure.confirmed_on is not None and first <= structure.confirmed_on <= self.day)
        if point := asked.get("pres_de"):
            latitude, longitude = map(float, point.split(","))
            km = float(asked.get("rayon") or 10)
            checks.append(here is not None and kilometres(here, (latitude, longitude)) <= km)
        return all(checks)

    def matching_ids(self, asked: QueryDict) -> set[int]:
        """The structures a search should bring."""
        return {
            structure.pk
            for structure in self.structures
            if structure.status == "published" and self.meets(structure, asked)
        }
