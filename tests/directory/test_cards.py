import datetime as dt

import pytest
from django.utils import timezone

from suppliers import search
from suppliers.search.listing import listed
from suppliers.search.reference import reference
from suppliers.search.state import state
from suppliers.showing import cards
from tests.factories import CertificationFactory, StructureFactory

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("km", "said"),
    [
        (None, ""),
        (0, "50 m"),
        (0.84, "850 m"),
        (0.96, "1,0 km"),
        (3.21, "3,2 km"),
        (9.96, "10 km"),
        (41.7, "42 km"),
    ],
)
def test_distance_in_words(km, said):
    assert cards.distance_in_words(km) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TODAY, "aujourd’hui"),
        (TODAY - dt.timedelta(1), "il y a 1 jour"),
        (TODAY - dt.timedelta(21), "il y a 3 semaines"),
        (TODAY - dt.timedelta(65), "il y a 2 mois"),
        (TODAY - dt.timedelta(363), "il y a 11 mois"),
    ],
)
def test_ago(day, said):
    assert cards.ago(day, TODAY) == said


def card(**facts):
    bare = {"confirmed_on": None, "claimed": False, "source": "", "source_date": None, "closed": False}
    return bare | facts


@pytest.mark.parametrize(
    ("facts", "said", "stale"),
    [
        (card(confirmed_on="2026-09-20", claimed=True), "Confirmée il y a 2 mois", False),
        (card(confirmed_on="2026-09-20"), "Confirmée par l’équipe de l’annuaire il y a 2 mois", False),
        (
            card(confirmed_on="2025-09-01", claimed=True),
            "À confirmer : dernière confirmation il y a 14 mois",
            True,
        ),
        (card(claimed=True, source="Liste SIAE"), "Fiche tenue par la structure", False),
        (
            card(source="Liste SIAE", source_date="2026-03-03"),
            "Référencée d’après Liste SIAE, 3 mars 2026",
            False,
        ),
        (card(), "Jamais confirmée par la structure", True),
        (card(closed=True, confirmed_on="2026-09-20"), "Établissement fermé d’après SIRENE", True),
    ],
)
def test_freshness(facts, said, stale):
    assert cards.freshness_of(facts, TODAY) == (said, stale)


def answer(**facts):
    return {
        "article": "L2113-13", "answer": "ELIGIBLE", "reason": "share_reached", "proof_date": "2026-09-12",
        "notes": [],
    } | facts  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "tone", "said"),
    [
        (answer(), "ok", "éligible, preuve du 12 sept. 2026"),
        (
            answer(notes=["labour_supply"]),
            "ok",
            "éligible, preuve du 12 sept. 2026, si le lot est une mise à disposition de personnel",
        ),
        (
            answer(notes=["annex_unknown"]),
            "ok",
            "éligible, preuve du 12 sept. 2026, annexe de l’année à demander",
        ),
        (
            answer(answer="TO_CHECK", reason="UNVERIFIED", notes=["labour_supply", "annex_unknown"]),
            "check",
            "à vérifier, preuve non vérifiée, si le lot est une mise à disposition de personnel",
        ),
        (
            answer(answer="TO_CHECK", reason="prison_decides"),
            "check",
            "à vérifier, si le marché s’exécute en prison, avec au moins 50 % de personnes détenues",
        ),
    ],
)
def test_answer_carries_what_a_buyer_must_check(facts, tone, said):
    line = cards.answer_line(facts)
    assert (line.tone, line.text) == (tone, said)


def certificate(**facts):
    return {
        "proof_date": None,
        "valid_until": None,
        "verification": "declared",
        "state": "UNVERIFIED",
    } | facts


def test_card_says_that_the_official_list_still_shows_what_has_no_end(db):
    structure = StructureFactory(published=True)
    today = timezone.localdate()
    seen, verified, end = (today + dt.timedelta(days=days) for days in (-40, -400, 300))
    proof = {"structure": structure, "verification": "verified", "verified_on": verified}
    CertificationFactory(kind_id="ESAT", listed_on=seen, **proof)
    CertificationFactory(kind_id="EA", listed_on=seen, valid_until=end, **proof)
    CertificationFactory(kind_id="EI", listed_on=seen - dt.timedelta(days=400), **proof)
    CertificationFactory(kind_id="ESS_COMMERCIALE", scope="siren", siren=structure.siret[:9], **proof)
    search.refresh()
    at = state()
    shown = cards.card_of(listed([structure.pk])[0], at.today, reference(at.version), []).certificates
    proven = f"preuve vérifiée le {cards.day_in_words(verified)}"
    assert {line.name: line.since.removeprefix(proven) for line in shown} == {
        "ESAT": f", vue en liste officielle le {cards.day_in_words(seen)}",
        "Entreprise adaptée": f", jusqu’au {cards.day_in_words(end)}",
        "Entreprise d’insertion": ", échéance inconnue, à demander",
        "Société commerciale de l’ESS": "",
    }


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            certificate(
                verification="verified", state="VALID", proof_date="2026-09-12", valid_until="2027-01-31"
            ),
            "preuve vérifiée le 12 sept. 2026, jusqu’au 31 janv. 2027",
        ),
        (
            certificate(verification="verified", proof_date="2024-09-12"),
            "preuve vérifiée le 12 sept. 2024, échéance inconnue, à demander",
        ),
        (certificate(verification="proof_received"), "justificatif reçu, à vérifier"),
        (
            certificate(proof_date="2026-10-01", listed_on="2026-10-01"),
            "en liste officielle le 1er oct. 2026, à vérifier",
        ),
        # Verified once, then sent back to be declared: no list ever showed it.
        (certificate(proof_date="2026-10-01"), "déclaration à vérifier"),
        (certificate(), "déclaration à vérifier"),
    ],
)
def test_since_when_a_certification_is_known(facts, said):
    assert cards.since_in_words(facts) == said
