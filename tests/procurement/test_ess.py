from typing import Any

import pytest

from suppliers.procurement.ess import EssReason, EssStatus

from .examples import DEADLINE, certificate, days, ess_finding, structure

expired_esus = certificate("ESUS", valid_until=DEADLINE - days(1))


@pytest.mark.parametrize(
    ("facts", "certificates", "status", "reason"),
    [
        ({"legal_category": "7361", "rcs_ess_mention": True}, [], "no", "public_body"),
        ({"is_public_body": True}, [certificate("ESUS")], "no", "public_body"),
        ({}, [], "yes", "legal_form"),
        ({"legal_category": "5710", "rcs_ess_mention": True}, [], "yes", "rcs_mention"),
        ({"legal_category": "5800", "rcs_ess_mention": True}, [], "yes", "rcs_mention"),
        ({"legal_category": "5800"}, [certificate("ESUS")], "yes", "certificate"),
        ({"legal_category": "5800"}, [certificate("ESS_COMMERCIALE")], "yes", "certificate"),
        ({"legal_category": "5710"}, [certificate("ESS_STATUT")], "yes", "certificate"),
        ({"legal_category": "5800"}, [certificate("ESS_STATUT")], "no", "nothing_shows_it"),
        ({"legal_category": "5710", "sirene_ess": "O"}, [], "yes", "sirene_flag"),
        ({"legal_category": "5800", "sirene_ess": "O"}, [], "no", "nothing_shows_it"),
        ({"legal_category": "5710"}, [], "unknown", "statutes_needed"),
        ({"legal_category": "5710"}, [expired_esus], "unknown", "statutes_needed"),
        ({"legal_category": "5710", "rcs_ess_mention": False}, [], "unknown", "statutes_needed"),
        ({"legal_category": "5710", "sirene_ess": "N"}, [], "no", "nothing_shows_it"),
        ({"legal_category": "5710", "sirene_ess": "N"}, [expired_esus], "no", "nothing_shows_it"),
        ({"legal_category": "5800"}, [certificate("EA")], "no", "nothing_shows_it"),
    ],
)
def test_ess_first_match_wins(
    facts: dict[str, Any], certificates: list[Any], status: str, reason: str
) -> None:
    finding = ess_finding(structure(**facts), certificates, DEADLINE)
    assert (finding.status, finding.reason) == (EssStatus(status), EssReason(reason))
    assert not finding.data_conflict


def test_an_association_that_sirene_denies_stays_ess_with_a_conflict() -> None:
    finding = ess_finding(structure(sirene_ess="N"), [], DEADLINE)
    assert finding.status is EssStatus.YES
    assert finding.data_conflict


def test_the_most_recent_proof_is_shown() -> None:
    older = certificate("ESS_COMMERCIALE", verified_on=DEADLINE - days(90))
    newer = certificate("ESUS", verified_on=DEADLINE - days(9))
    finding = ess_finding(structure("5710"), [older, newer], DEADLINE)
    assert (finding.certificate_kind, finding.proof_date) == ("ESUS", newer.verified_on)
