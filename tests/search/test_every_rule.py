"""Thousands of certificates, of every kind and in every state: the cards say what the pure rules say."""

import datetime as dt
import random

import pytest

from suppliers import search
from suppliers.models import Certification, DirectoryEntry, Structure
from suppliers.models.certification import SIREN_KINDS
from suppliers.procurement.certificates import exceeds_legal_maximum
from tests.factories import siret_number

from . import naive
from .strategies import FORMS, KINDS, TODAY

pytestmark = pytest.mark.django_db
PERIODS = [(None, None), (-400, 300), (-400, 0), (-400, -1), (1, 300), (None, 40), (0, None)]
LISTED = [None, 0, -31, -181, -182, -183, -184, -185, 3]


def a_day(offset: int | None) -> dt.date | None:
    return None if offset is None else TODAY + dt.timedelta(days=offset)


def certificate(chance: random.Random, structure: Structure, kind: str) -> Certification:
    start, end = (a_day(offset) for offset in chance.choice(PERIODS))
    if exceeds_legal_maximum(kind, start, end):
        start = end - dt.timedelta(days=364)
    verification = chance.choice(
        ["declared", "proof_received", "verified", "verified", "verified", "rejected"]
    )
    return Certification(
        structure=structure,
        kind_id=kind,
        scope="siren" if kind in SIREN_KINDS else "siret",
        siren=structure.siret[:9] if kind in SIREN_KINDS else "",
        valid_from=start,
        valid_until=end,
        verification=verification,
        verified_on=a_day(chance.choice([-90, -30])) if verification == "verified" else None,
        revoked_on=a_day(chance.choice([None, None, None, None, 0, 1])),
        listed_on=a_day(chance.choice(LISTED)),
        target_share=chance.choice([None, 30, 50, 72]),
        annex_year=chance.choice([None, 2025, 2026]),
        renewal_declared=chance.random() < 0.3,
    )


def a_thousand_structures(chance: random.Random) -> list[Structure]:
    return Structure.objects.bulk_create(
        Structure(
            siret=siret_number(n + 1),
            name=f"Structure {n}",
            legal_form_id=chance.choice(FORMS),
            sirene_ess=chance.choice(["", "O", "N"]),
            rcs_ess_mention=chance.choice([None, None, True, False]),
            is_public_body=chance.random() < 0.1,
            admin_state="F" if chance.random() < 0.05 else "A",
            status="published",
            source="essai",
        )
        for n in range(1_500)
    )


def test_cards_agree_with_the_pure_rules_on_every_kind_and_state() -> None:
    chance = random.Random(2113)
    structures = a_thousand_structures(chance)
    certificates = [
        certificate(chance, structure, kind)
        for structure in structures
        for kind in chance.sample(KINDS, chance.choice([1, 1, 2, 3]))
    ]
    Certification.objects.bulk_create(certificates)
    search.refresh(day=TODAY)
    cards = dict(DirectoryEntry.objects.values_list("structure_id", "card"))
    held: dict[int, list[Certification]] = {}
    for item in certificates:
        held.setdefault(item.structure_id, []).append(item)
    seen, told = set(), set()
    for structure in Structure.objects.select_related("legal_form"):
        expected = naive.answers_of(structure, TODAY, held[structure.pk])
        card = cards[structure.pk]
        shown = {item["article"]: item for item in card["articles"]}
        assert shown.keys() == expected.keys(), (structure, held[structure.pk])
        for article, answer in expected.items():
            seen.add((article, str(answer.reason)))
            assert shown[article]["answer"] == answer.answer
            assert shown[article]["reason"] == answer.reason
            assert shown[article]["kind"] == answer.certificate_kind
            assert shown[article]["notes"] == list(answer.notes)
            told.update(answer.notes)
            assert shown[article]["proof_date"] == (answer.proof_date and answer.proof_date.isoformat())
    assert told == {"labour_supply", "annex_unknown", "sirene_conflict", "ask_statutes"}
    assert {reason for _, reason in seen} == {
        "approved",
        "share_reached",
        "share_unknown",
        "share_not_reached",
        "annex_missing",
        "equivalent",
        "UNVERIFIED",
        "end_unknown",
        "prison_decides",
        "lot_decides",
        "ess_unknown",
    }
