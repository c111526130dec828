"""The annex: a fact sheet for each structure of the shortlist, then for each other member of a group, as the
directory knew it that day.

Of one that is not published any more, only what its card said when it was picked: it is no longer shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from suppliers.models import Activity, Certification, ConsortiumMember, Structure
from suppliers.models.structure import StructureStatus
from suppliers.procurement import wording
from suppliers.procurement.answers import Reason
from suppliers.procurement.certificates import Certificate, last_day_before, state_at
from suppliers.procurement.certificates import State as CertificateState
from suppliers.procurement.directory import ArticleAnswer, standing_answers
from suppliers.search.reference import Reference as Known
from suppliers.showing.card_changes import DELETED, NO_PAGE
from suppliers.showing.cards import BY_THE_TEAM, FAMILIES, freshness_of
from suppliers.showing.days import day_in_words, long_day_in_words
from suppliers.showing.facts_in_words import (
    capacity_in_words,
    dates_of,
    naf_in_words,
    period_in_words,
    share_in_words,
    source_in_words,
    zone_in_words,
)
from suppliers.showing.standing import certificate_of, facts_of

from .asked import number_fact
from .certified import held_by
from .chosen import Chosen, Grouped, name_of
from .facts import Fact
from .sheet_content import Answer, Certified, Reference, Sheet, Sold

PRESENT = "Dans l’annuaire."
GROUPED = "Dans l’annuaire. Membre d’un groupement, hors de la sélection."
NAMED = "Ajoutée par l’acheteur à un groupement : hors de l’annuaire, rien d’autre n’est connu d’elle ici."
STATES = {
    CertificateState.INVALID: "preuve rejetée ou retirée",
    CertificateState.NOT_YET: "preuve pas encore valable",
    CertificateState.EXPIRED: "preuve échue",
    CertificateState.VALID: "preuve vérifiée et à jour",
    CertificateState.UNVERIFIED: "preuve à vérifier",
}
STANDING = (CertificateState.VALID, CertificateState.UNVERIFIED)


@dataclass(frozen=True)
class Reading:
    """`today`: the day of the record, at which proofs and eligibility are read. `due`: the deadline for
    applications, while it is ahead; what ends before it is said beside.
    """

    known: Known
    today: dt.date
    due: dt.date | None


def sheets_of(chosen: Sequence[Chosen], grouped: Sequence[Grouped], reading: Reading) -> list[Sheet]:
    """One for each structure of the shortlist, then for each other member of a group."""
    picked = [(one.item.structure_id or 0, one.card) for one in chosen]
    members = [(one.member.structure_id or 0, one.card) for one in grouped]
    found = _published([key for key, card in [*picked, *members] if key and card is not None])
    held = held_by(found.values())

    def read(key: int, card: dict[str, Any] | None, standing: str) -> Sheet | None:
        structure = found.get(key)
        if structure is None or card is None:
            return None
        return _sheet(structure, card, held[structure.pk], reading, standing)

    return [
        *(read(*one, PRESENT) or _as_it_was(kept) for one, kept in zip(picked, chosen, strict=True)),
        *(read(*one, GROUPED) or _by_name(kept.member) for one, kept in zip(members, grouped, strict=True)),
    ]


def _published(keys: Sequence[int]) -> dict[int, Structure]:
    rows = Structure.objects.filter(status=StructureStatus.PUBLISHED).select_related(
        "legal_form", "employee_band", "territory"
    )
    return rows.prefetch_related("activities__sectors", "activities__territories", "references").in_bulk(keys)


def _by_name(member: ConsortiumMember) -> Sheet:
    """A company that the buyer has named, or a structure that has left: its name and number, no more."""
    standing = NAMED if member.is_conventional else f"{DELETED} Membre d’un groupement, hors de la sélection."
    facts = [Fact("Dénomination", member.name), Fact("SIRET", member.siret)]
    said = [fact for fact in facts if fact.said]
    return Sheet(member.name, member.siret, standing, said, [], [], [], [], [], "")


def _as_it_was(one: Chosen) -> Sheet:
    card = one.item.known
    held = [
        Certified(item["short_label"], "preuve connue le jour du choix", [])
        for item in card.get("certifications", [])
    ]
    facts = [Fact("Commune", card.get("city") or "")]
    return Sheet(
        name_of(one),
        card.get("siret") or "",
        f"{NO_PAGE} Ce qui suit était connu le jour du choix.",
        [fact for fact in facts if fact.said],
        [Sold("", list(card["sectors"]), "")] if card.get("sectors") else [],
        held,
        [],
        [],
        [],
        "",
    )


def _sheet(
    structure: Structure,
    card: dict[str, Any],
    held: list[Certification],
    reading: Reading,
    standing: str,
) -> Sheet:
    return Sheet(
        str(structure),
        structure.siret or "",
        standing,
        _identity(structure, card),
        [_sold(activity) for activity in structure.activities.all()],
        [_certified(row, reading) for row in held],
        _answers(structure, [certificate_of(row) for row in held], reading),
        _capacity(structure),
        [
            Reference(
                one.client,
                one.subject,
                one.year,
                "" if one.amount_excl_tax is None else str(one.amount_excl_tax),
            )
            for one in structure.references.all()
        ],
        _freshness(structure, reading.today),
    )


def _freshness(structure: Structure, today: dt.date) -> str:
    """As its card says it, with the day in place of « il y a 4 mois »: a record is read years later."""
    said, is_old = freshness_of(dates_of(structure), today)
    confirmed = structure.confirmed_on
    if confirmed is None or structure.admin_state == "F" or structure.left_list_on:
        return said
    by = "" if structure.claimed_at else f" {BY_THE_TEAM}"
    begun = "À confirmer : dernière confirmation" if is_old else "Confirmée"
    return f"{begun}{by} le {day_in_words(confirmed)}"


def _identity(structure: Structure, card: dict[str, Any]) -> list[Fact]:
    form = structure.legal_form
    place = f"{structure.postal_code} {structure.city}".strip()
    address = ", ".join(part for part in (structure.address, structure.address_extra, place) if part)
    facts = [
        Fact("Dénomination", structure.name),
        Fact("Enseigne", structure.brand),
        Fact("SIRET", structure.siret or ""),
        Fact("RNA", structure.rna),
        Fact("Adresse", address),
        Fact("Forme juridique", form.label if form else "Non renseignée"),
        Fact("Famille de l’ESS", _family(structure, card)),
        Fact("Activité principale (NAF)", naf_in_words(structure)),
        Fact("État administratif", "Fermée" if structure.admin_state == "F" else "Active"),
        Fact("Source", source_in_words(structure.source, structure.source_date)),
    ]
    return [fact for fact in facts if fact.said]


def _family(structure: Structure, card: dict[str, Any]) -> str:
    """A public body is never of the ESS, whatever it runs (loi 2014-856, art. 1; procurement.ess)."""
    if structure.is_public_body:
        return wording.REASONS[Reason.PUBLIC_BODY]
    return FAMILIES.get(card["family"], "Appartenance à l’ESS à vérifier")


def _sold(activity: Activity) -> Sold:
    return Sold(
        str(activity.get_service_type_display()),
        sorted(sector.label for sector in activity.sectors.all()),
        zone_in_words(activity, [place.name for place in activity.territories.all()]),
    )


def _certified(row: Certification, reading: Reading) -> Certified:
    kind, months = reading.known.kinds[row.kind_id], settings.LISTING_WINDOW_MONTHS
    state = state_at(certificate_of(row), reading.today, listing_window_months=months)
    facts = [
        Fact("Numéro", row.number),
        Fact("Délivrée par", row.authority or kind.granted_by),
        Fact("Valable", period_in_words(row.valid_from, row.valid_until)),
        Fact("Preuve", row.proof),
        _day("Preuve vérifiée le", row.verified_on),
        _day("Vue en liste officielle le", row.listed_on),
        _day("Retirée le", row.revoked_on),
        Fact("Part du public visé", share_in_words(row)),
        Fact("Dernière annexe annuelle", str(row.annex_year or "")),
        Fact("Source", source_in_words(row.source, row.source_date)),
        Fact("Porte sur", "toute l’entité (SIREN)" if row.scope == "siren" else "l’établissement (SIRET)"),
    ]
    said = f"{STATES[state]}{_ending(row, state, reading.due)}"
    return Certified(kind.label, said, [fact for fact in facts if fact.said])


def _ending(row: Certification, state: CertificateState, due: dt.date | None) -> str:
    ends = row.valid_until
    if due is None or ends is None or ends >= due or state not in STANDING:
        return ""
    return f" ; {wording.ending_words(long_day_in_words(ends), long_day_in_words(due))}"


def _day(label: str, day: dt.date | None) -> Fact:
    return Fact(label, day_in_words(day), day=day.isoformat() if day else "")


def _answers(structure: Structure, held: Sequence[Certificate], reading: Reading) -> list[Answer]:
    facts, months, due = facts_of(structure), settings.LISTING_WINDOW_MONTHS, reading.due
    now = standing_answers(facts, held, reading.today, listing_window_months=months)
    if due is None:
        return [_answer(one, reading.known, "") for one in now]
    then = standing_answers(facts, held, due, listing_window_months=months)
    return [
        _answer(one, reading.known, _later(one, after, held, reading))
        for one, after in zip(now, then, strict=True)
    ]


def _later(now: ArticleAnswer, then: ArticleAnswer, held: Sequence[Certificate], reading: Reading) -> str:
    """What becomes of an answer by the deadline, with the proofs that are known."""
    due = reading.due or reading.today
    ends = last_day_before(held, now.certificate_kind, reading.today, due)
    last = long_day_in_words(ends) if ends else ""
    return wording.later_sentence(now.answer, then.answer, long_day_in_words(due), last)


def _answer(found: ArticleAnswer, known: Known, later: str) -> Answer:
    kind = known.kinds.get(found.certificate_kind or "")
    proof = [
        kind.short_label if kind else "",
        f"preuve du {day_in_words(found.proof_date)}" if found.proof_date else "",
    ]
    return Answer(
        str(found.article),
        wording.ARTICLES[found.article].label,
        wording.ANSWERS[found.answer].label,
        wording.REASONS[found.reason],
        ", ".join(part for part in proof if part),
        [*([later] if later else []), *(wording.NOTES[note] for note in found.notes)],
    )


def _capacity(structure: Structure) -> list[Fact]:
    """What it says of what it can take on."""
    numbers = {
        "Délai habituel": (structure.lead_time_days, "jours"),
        "Plus grosse commande possible": (structure.largest_order_excl_tax, "€ HT"),
        "Chantiers simultanés": (structure.simultaneous_sites, ""),
    }
    band = structure.employee_band
    facts = [
        number_fact("Personnes", structure.headcount),
        Fact("Tranche d’effectif", band.label if band and structure.headcount is None else ""),
        number_fact("Dont en insertion ou en situation de handicap", structure.inclusion_posts),
        *(
            _measured(label, said, *numbers.get(label, (None, "")))
            for label, said in capacity_in_words(structure)
        ),
    ]
    return [fact for fact in facts if fact.said]


def _measured(label: str, said: str, number: int | None, unit: str) -> Fact:
    return Fact(label, said, number="" if number is None else str(number), unit=unit)
