"""Whether the members who answer a lot that is to be reserved may bid on it together (eligibility.md §6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from suppliers.models import ConsortiumMember
from suppliers.models.need import Reserved
from suppliers.procurement import wording
from suppliers.procurement.answers import Answer, Note, Reason
from suppliers.procurement.certificates import last_day_before
from suppliers.procurement.eligibility import Assessment, assess, assess_consortium
from suppliers.procurement.lots import Lot, Reservation, articles_at_stake, lot_refusals
from suppliers.procurement.reservations import supposed_lot
from suppliers.search.reference import Reference
from suppliers.search.state import State
from suppliers.showing.days import long_day_in_words
from suppliers.showing.standing import Known, certificate_of, facts_of
from suppliers.sourcing.needs.ending import deadline_ahead
from suppliers.sourcing.needs.lot_rules import lot_facts
from suppliers.sourcing.needs.parts import Part

TONES = {
    Answer.ELIGIBLE: ("ok", "ok"),
    Answer.TO_CHECK: ("check", "check"),
    Answer.NOT_ELIGIBLE: ("check", "warn"),
    Answer.NOT_APPLICABLE: ("check", "warn"),
}


@dataclass(frozen=True)
class Standing:
    """One member on one lot, today; `later`: what becomes of it by the deadline for applications."""

    name: str
    answer: Answer
    sentence: str
    later: str = ""

    @property
    def tone(self) -> str:
        return TONES[self.answer][0]

    @property
    def icon(self) -> str:
        return TONES[self.answer][1]

    @property
    def label(self) -> str:
        return wording.ANSWERS[self.answer].label

    @property
    def said(self) -> str:
        """« à vérifier. La certification n’est pas vérifiée… »"""
        label = f"{self.label[0].lower()}{self.label[1:]}."
        return " ".join(part for part in (label, self.sentence, self.later) if part)


@dataclass(frozen=True)
class GroupStanding:
    """The members who answer a reserved lot, together, then one by one; `warning` where that defeats it."""

    part: Part
    articles: str
    together: Standing
    members: list[Standing]
    warning: str


def is_reserved(part: Part) -> bool:
    return part.reservation not in ("", Reserved.NONE)


def lot_of(part: Part, reference: Reference, at: State) -> Lot:
    """The part as the rules read it, today; what the buyer has not settled is supposed as the reservation
    asks.
    """
    reservation = Reservation(part.reservation or Reserved.NONE)
    supposed = supposed_lot(lot_facts(part, reference, at), reservation, reference.social_services)
    return replace(supposed, reference_date=at.today)


def standing_of(
    part: Part, members: Sequence[tuple[int | None, str]], known: Known, reference: Reference, at: State
) -> GroupStanding | None:
    """`members`: key in the directory, or None for a company named by hand, and name. None: nobody answers
    the part, or it is not to be reserved.
    """
    if not members or not is_reserved(part):
        return None
    lot = lot_of(part, reference, at)
    now, due = [_assess(key, lot, known, reference) for key, _ in members], deadline_ahead(part.need, at)
    at_due = replace(lot, reference_date=due or at.today)
    then = [_assess(key, at_due, known, reference) for key, _ in members] if due else now
    later, alone = Later(known, at.today, due), members[0][0] if len(members) == 1 else None
    return GroupStanding(
        part,
        ", ".join(articles_at_stake(lot)),
        _said("", assess_consortium(now), later.of(alone, assess_consortium(now), assess_consortium(then))),
        [
            _said(name, one, later.of(key, one, after))
            for (key, name), one, after in zip(members, now, then, strict=True)
        ],
        _warning(now),
    )


def standings_of(
    parts: Sequence[Part], rows: Sequence[ConsortiumMember], known: Known, reference: Reference, at: State
) -> list[GroupStanding]:
    """A kept group on each of its reserved lots; a member without lots answers the need as a whole."""
    found = []
    for part in parts:
        able = [(row.structure_id, row.name) for row in rows if answers(row, part)]
        found.append(standing_of(part, able, known, reference, at))
    return [standing for standing in found if standing is not None]


def answers(row: ConsortiumMember, part: Part) -> bool:
    return not row.lot_numbers or part.number in row.lot_numbers


@dataclass(frozen=True)
class Later:
    """What the deadline for applications changes, by the proofs known today; nothing where none is ahead."""

    known: Known
    today: dt.date
    due: dt.date | None

    def of(self, key: int | None, now: Assessment, then: Assessment) -> str:
        """`key`: of the member, None for several together."""
        if self.due is None:
            return ""
        held = [certificate_of(row) for row in self.known.certificates.get(key or 0, [])]
        kind = now.paths[0].certificate_kind if now.paths else None
        ends = last_day_before(held, kind, self.today, self.due)
        last = long_day_in_words(ends) if ends else ""
        return wording.later_sentence(now.answer, then.answer, long_day_in_words(self.due), last)


def _assess(key: int | None, lot: Lot, known: Known, reference: Reference) -> Assessment:
    listed = reference.social_services
    structure = known.structures.get(key) if key is not None else None
    if structure is None:
        return _of_a_stranger(lot, listed)
    return assess(
        facts_of(structure),
        [certificate_of(row) for row in known.certificates.get(structure.pk, [])],
        lot,
        listed_cpv=listed,
        listing_window_months=settings.LISTING_WINDOW_MONTHS,
    )


def _of_a_stranger(lot: Lot, listed: Mapping[str, str]) -> Assessment:
    """A company of which nothing is known: no certificate, and no proof that it belongs to the ESS."""
    refusals = lot_refusals(lot, listed)
    if refusals:
        return Assessment(Answer.NOT_APPLICABLE, articles_at_stake(lot), refusals[0], messages=refusals)
    ess = lot.reservation == Reservation.L2113_15
    reason = Reason.NOT_ESS if ess else Reason.NO_CERTIFICATE
    return Assessment(Answer.NOT_ELIGIBLE, articles_at_stake(lot), reason)


def _said(name: str, assessment: Assessment, later: str) -> Standing:
    return Standing(name, assessment.answer, wording.sentence(assessment.reason), later)


def _warning(assessments: Sequence[Assessment]) -> str:
    """The share of each is not known here: the sentence warns as soon as one that is not eligible answers."""
    refused = [one for one in assessments if one.answer is Answer.NOT_ELIGIBLE]
    if not refused:
        return ""
    if len(refused) == len(assessments):
        return wording.sentence(Note.SUBCONTRACTING)
    return (
        "Un membre qui ne paraît pas éligible répond à ce lot réservé. Si l’essentiel du lot lui revenait, "
        "la réservation perdrait son objet."
    )
