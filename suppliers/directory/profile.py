"""One structure as its page shows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings

from suppliers.models import (
    Activity,
    Certification,
    CertificationKind,
    ClientReference,
    ContactPerson,
    Sector,
    Territory,
)
from suppliers.models.plain_sql import objects_in
from suppliers.procurement import wording
from suppliers.procurement.answers import Answer, Note, Reason
from suppliers.procurement.certificates import State, state_at
from suppliers.procurement.decision_table import Article
from suppliers.procurement.directory import ArticleAnswer, standing_answers
from suppliers.search.reference import Reference
from suppliers.showing.cards import SHAPES, since_in_words
from suppliers.showing.days import day_in_words
from suppliers.showing.facts_in_words import (
    capacity_in_words,
    cpv_in_words,
    period_in_words,
    sentence_case,
    share_in_words,
    source_in_words,
    web_address,
    zone_in_words,
)
from suppliers.showing.standing import certificate_of, facts_of

from .photos import PhotoShown, photos_in
from .published import Published

GENERIC_SECTOR = "interim-mise-a-disposition"
TONES = {Answer.ELIGIBLE: "ok", Answer.TO_CHECK: "check"}  # names of icons, too
SHORT_ANSWERS = {
    Answer.ELIGIBLE: "Éligible selon les preuves connues",
    Answer.TO_CHECK: "À vérifier par l’acheteur",
    Answer.NOT_ELIGIBLE: "Non éligible selon les données connues",
}
BESIDE_THE_LIST = (
    "Aucun code CPV rattaché à ce qu’elle vend n’est dans la liste de l’annexe 3 du code de la commande "
    "publique : un lot de ces services ne paraît pas pouvoir être réservé ainsi."
)
RENEWAL = "en cours, selon la structure"
STATES = {
    State.INVALID: ("no", "rejetée ou retirée"),
    State.NOT_YET: ("no", "pas encore valable"),
    State.EXPIRED: ("no", "échue"),
    State.VALID: ("ok", "vérifiée"),
    State.UNVERIFIED: ("check", "à vérifier"),
}


@dataclass(frozen=True)
class AnswerShown:
    article: str
    label: str
    tone: str
    icon: str
    answer: str
    reason: str
    proof: str
    notes: list[str]
    checks: tuple[str, ...]
    beneficiaries: str


@dataclass(frozen=True)
class CertificationShown:
    name: str
    shape: str
    tone: str
    icon: str
    state: str
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class ActivityShown:
    type: str
    sectors: list[Sector]
    zone: str
    cpv: str
    description: str
    keywords: list[str]


class Profile:
    """A structure and what surrounds it. `on` is the day the answers are given for."""

    def __init__(self, found: Published, *, on: dt.date, reference: Reference) -> None:
        self.found, self.structure, self.on, self.reference = found, found.structure, on, reference

    @cached_property
    def activities(self) -> list[Activity]:
        return objects_in(Activity, self.found.activity_rows)

    @cached_property
    def offers(self) -> list[ActivityShown]:
        return [self._offer(activity) for activity in self.activities]

    def _offer(self, activity: Any) -> ActivityShown:
        known = self.reference.sectors.values()
        sectors = [sector for sector in known if sector.pk in activity.sector_keys]
        return ActivityShown(
            activity.get_service_type_display(),
            sectors,
            zone_in_words(activity, activity.zone_names),
            cpv_in_words(sectors, self.reference.social_services),
            activity.description,
            activity.keywords,
        )

    @property
    def sold(self) -> list[tuple[str, int]]:
        """Types of service and sectors, activity by activity: what another structure may sell too.

        A sector that only says « mise à disposition » tells nothing of the work, and counts when it is alone.
        """
        generic = self.reference.sectors.get(GENERIC_SECTOR)
        pairs = dict.fromkeys((row.service_type, key) for row in self.activities for key in row.sector_keys)  # type: ignore[attr-defined]
        telling = [pair for pair in pairs if not generic or pair[1] != generic.pk]
        return telling or list(pairs)

    @property
    def radius_km(self) -> int | None:
        """How far it works, when that is the same for all it sells: one circle can then say it."""
        said = {activity.radius_km for activity in self.activities}
        return said.pop() if len(said) == 1 else None

    @property
    def band(self) -> str:
        """How many people work there, when no exact number is known; empty likewise."""
        band = self.reference.bands.get(self.structure.employee_band_id or "")
        return band.label if band else ""

    @property
    def website(self) -> str:
        """Its site, if it is an address of the web and nothing that would run."""
        return web_address(self.structure.website)

    @property
    def territories_around(self) -> list[str]:
        """Names of the EPT, département and région it is in, but Paris for Paris."""
        own = self.structure.territory
        ids = set(own.ancestor_ids) if own else set()
        known = self.reference.territories.values()
        kinds = [Territory.Kind.EPT, Territory.Kind.DEPARTEMENT, Territory.Kind.REGION]
        inside = [place for place in known if place.pk in ids and place.kind in kinds]
        inside.sort(key=lambda place: kinds.index(Territory.Kind(place.kind)))
        names = dict.fromkeys(place.name for place in inside)  # Paris is a territory and a département
        names.pop(self.structure.city, None)
        return list(names)

    @cached_property
    def certifications(self) -> list[Certification]:
        """Its own and those of its legal unit, the best proven first."""
        rows = objects_in(Certification, self.found.certification_rows)
        best_first = [State.VALID, State.UNVERIFIED, State.NOT_YET, State.EXPIRED, State.INVALID]
        return sorted(
            rows, key=lambda row: (best_first.index(self.state(row)), self._kind(row).number, row.pk)
        )

    def _kind(self, row: Certification) -> CertificationKind:
        return self.reference.kinds[row.kind_id]

    def state(self, row: Certification) -> State:
        return state_at(certificate_of(row), self.on, listing_window_months=settings.LISTING_WINDOW_MONTHS)

    @property
    def proofs(self) -> list[CertificationShown]:
        return [self._proof(row) for row in self.certifications]

    def _proof(self, row: Certification) -> CertificationShown:
        state, kind = self.state(row), self._kind(row)
        tone, said = STATES[state]
        if state in (State.VALID, State.UNVERIFIED):
            said = since_in_words(_as_on_a_card(row, state))
        facts = [
            ("Numéro", row.number),
            ("Délivrée par", row.authority or kind.granted_by),
            ("Preuve", row.proof),
            ("Valable", period_in_words(row.valid_from, row.valid_until)),
            ("Renouvellement", RENEWAL if state is State.EXPIRED and row.renewal_declared else ""),
            ("Part du public visé", share_in_words(row)),
            ("Annexe annuelle", str(row.annex_year or "")),
            ("Vue dans la liste officielle", day_in_words(row.listed_on)),
            ("Retirée", day_in_words(row.revoked_on)),
            ("Source", source_in_words(row.source, row.source_date)),
            ("Porte sur", "toute l’entité (SIREN)" if row.scope == "siren" else ""),
        ]
        known = [(name, text) for name, text in facts if text]
        shape = SHAPES.get(kind.group, "ro")
        return CertificationShown(kind.label, shape, tone, tone, sentence_case(said), known)

    @cached_property
    def references(self) -> list[ClientReference]:
        """What it says of its clients, the latest first."""
        return objects_in(ClientReference, self.found.reference_rows)

    @cached_property
    def photos(self) -> list[PhotoShown]:
        return photos_in(self.found.photo_rows)

    @cached_property
    def person(self) -> ContactPerson | None:
        """Whom to ask for: there is a row only for who has agreed to be named."""
        return next(iter(objects_in(ContactPerson, self.found.person_rows)), None)

    @property
    def capacity(self) -> list[tuple[str, str]]:
        """What it can take on, as it says itself."""
        return capacity_in_words(self.structure)

    @cached_property
    def standing(self) -> list[ArticleAnswer]:
        """Answers of the law's rules, at the day, from the tables: nothing is taken from the read model."""
        return standing_answers(
            facts_of(self.structure),
            [certificate_of(row) for row in self.certifications],
            self.on,
            listing_window_months=settings.LISTING_WINDOW_MONTHS,
        )

    @property
    def answers(self) -> list[AnswerShown]:
        """The articles that may be open to it, or be so again soon; the others in `closed_answers`."""
        return [self._shown(item) for item in self.standing if _is_worth_reading(item)]

    @property
    def closed_answers(self) -> list[AnswerShown]:
        return [self._shown(item) for item in self.standing if not _is_worth_reading(item)]

    def _beside_the_list(self, article: Article) -> list[str]:
        """What art. L2113-15 cannot be used for: services of which no code is on its list."""
        sold = {sector.code for offer in self.offers for sector in offer.sectors}
        if article != Article.L2113_15 or not sold or sold & self.reference.social_service_sectors:
            return []
        return [BESIDE_THE_LIST]

    def _shown(self, item: ArticleAnswer) -> AnswerShown:
        words = wording.ARTICLES[item.article]
        tone = TONES.get(item.answer, "no")
        decides = item.reason == Reason.LOT_DECIDES  # no doubt about the structure: as on its card
        kind = self.reference.kinds.get(item.certificate_kind or "")
        proof = ", ".join(
            part
            for part in (
                kind.short_label if kind else "",
                f"preuve du {day_in_words(item.proof_date)}" if item.proof_date else "",
            )
            if part
        )
        return AnswerShown(
            str(item.article),
            words.label,
            "lot" if decides else tone,
            "info" if decides else tone,
            SHORT_ANSWERS[item.answer],
            wording.REASONS[item.reason],
            proof,
            [*(wording.NOTES[note] for note in item.notes), *self._beside_the_list(item.article)],
            words.checks if item.answer == Answer.TO_CHECK else (),
            words.beneficiaries,
        )


def _is_worth_reading(item: ArticleAnswer) -> bool:
    return item.answer != Answer.NOT_ELIGIBLE or Note.RENEWAL_DECLARED in item.notes


def _as_on_a_card(row: Certification, state: State) -> dict[str, Any]:
    proven = row.verified_on or row.listed_on
    return {
        "proof_date": proven.isoformat() if proven else None,
        "valid_until": None,  # said with the beginning, below
        "listed_on": row.listed_on and row.listed_on.isoformat(),
        "verification": row.verification,
        "state": state,
    }
