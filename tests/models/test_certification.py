import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from suppliers.models import Certification, CertificationKind, Territory
from suppliers.models.certification import LEGAL_MAXIMUM_YEARS, SIREN_KINDS
from tests.factories import ActivityFactory, CertificationFactory

from .breaking import assert_allowed, assert_kept

pytestmark = pytest.mark.django_db
START = dt.date(2024, 2, 29)
LONGEST = [(kind, years) for years, kinds in LEGAL_MAXIMUM_YEARS.items() for kind in kinds]


@pytest.fixture
def certification():
    return CertificationFactory(verification="declared")


@pytest.mark.parametrize(
    ("period", "promise"),
    [
        ({"valid_from": START}, "certification_is_recorded_once_per_start"),
        ({"valid_until": START}, "certification_without_start_is_recorded_once_per_end"),
        ({}, "certification_without_start_is_recorded_once_per_end"),
    ],
)
def test_a_certification_is_recorded_once_per_period(period, promise):
    first = CertificationFactory(**period, verification="declared")

    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        CertificationFactory(structure=first.structure, **period, verification="declared")


def test_another_period_or_kind_is_another_certification():
    first = CertificationFactory(valid_from=START)

    for other in (
        {"valid_from": dt.date(2025, 1, 1)},
        {"valid_from": START, "kind_id": "EI"},
        {"valid_until": START, "verification": "declared"},
        {"verification": "declared"},
    ):
        CertificationFactory(structure=first.structure, **other)

    assert Certification.objects.count() == 5


def test_a_certification_ends_after_it_starts(certification):
    bad = {"valid_from": START, "valid_until": START - dt.timedelta(days=1)}
    message = "La certification finit après avoir commencé."
    assert_kept(certification, "certification_ends_after_it_starts", message, **bad)


def test_a_certification_may_last_a_day(certification):
    assert_allowed(certification, valid_from=START, valid_until=START)


@pytest.mark.parametrize("share", [-1, 100.5])
def test_a_share_is_a_percentage(certification, share):
    message = "La part du public visé est un pourcentage, de 0 à 100."
    assert_kept(certification, "certification_share_is_a_percentage", message, target_share=share)


def test_a_verified_certification_says_when(certification):
    message = "Une certification vérifiée l’est à une date."
    bad = {"verification": "verified", "verified_on": None}
    assert_kept(certification, "certification_verified_on_a_day", message, **bad)


@pytest.mark.parametrize(
    ("kind", "scope"), [("EI", "siren"), ("ESAT", "siren"), ("ESUS", "siret"), ("GEIQ", "siret")]
)
def test_the_scope_is_that_of_the_kind(certification, kind, scope):
    message = "La portée (SIRET ou SIREN) est celle du type de certification."
    bad = {"kind_id": kind, "scope": scope}
    assert_kept(certification, "certification_scope_is_that_of_its_kind", message, **bad)


def test_the_kinds_of_a_legal_unit_are_those_of_the_reference():
    """The constraint and the reference agree, or no certification of that kind could be saved."""
    of_legal_unit = set(CertificationKind.objects.filter(scope="siren").values_list("code", flat=True))

    assert of_legal_unit >= set(SIREN_KINDS) & set(CertificationKind.objects.values_list("code", flat=True))
    for kind in CertificationKind.objects.all():
        CertificationFactory(kind_id=kind.code, verification="declared").full_clean()


def test_scope_and_siren_follow_from_the_kind():
    esus = CertificationFactory(kind_id="ESUS", verification="declared")
    esat = CertificationFactory(kind_id="ESAT", verification="declared")

    assert (esus.scope, esus.siren) == ("siren", esus.structure.siret[:9])
    assert (esat.scope, esat.siren) == ("siret", "")


@pytest.mark.parametrize(("kind", "years"), LONGEST)
def test_a_period_is_no_longer_than_the_law_allows(kind, years):
    certification = CertificationFactory(kind_id=kind, verification="declared")
    longest = dt.date(START.year + years, 2, 28)
    message = f"La loi limite cette certification à {years} an{'s' if years > 1 else ''}."

    assert_allowed(certification, valid_from=START, valid_until=longest)
    bad = {"valid_from": START, "valid_until": longest + dt.timedelta(days=1)}
    if (START.year + years) % 4:  # a leap day lasts until the last of February
        assert_kept(certification, f"certification_within_{years}_years", message, **bad)


@pytest.mark.parametrize(("kind", "years"), LONGEST)
def test_a_period_without_start_or_end_is_accepted(kind, years):
    certification = CertificationFactory(kind_id=kind, verification="declared")

    assert_allowed(certification, valid_from=START, valid_until=None)
    assert_allowed(certification, valid_from=None, valid_until=START)


@pytest.mark.parametrize(("kind", "years"), LONGEST)
def test_without_a_start_the_end_is_counted_from_the_verification(kind, years):
    verified = {"verification": "verified", "verified_on": START}
    certification = CertificationFactory(kind_id=kind, valid_from=None, **verified)
    longest = dt.date(START.year + years, 3, 1) - dt.timedelta(days=1)
    message = (
        f"La loi limite cette certification à {years} an{'s' if years > 1 else ''} : donnez son début, "
        "ou une fin qui ne dépasse pas cette durée depuis la vérification."
    )

    assert_allowed(certification, valid_until=longest)
    assert_allowed(certification, valid_until=None)
    bad = {"valid_until": longest + dt.timedelta(days=1)}
    assert_kept(certification, f"certification_without_start_within_{years}_years", message, **bad)


@pytest.mark.parametrize(
    ("table", "bad"),
    [
        ("certification", {"verification": "approuvee"}),
        ("certification", {"target_share_basis": "heures"}),
        ("structure", {"status": "public"}),
        ("structure", {"admin_state": "X"}),
        ("structure", {"sirene_ess": "?"}),
        ("structure", {"latitude": 48.8, "longitude": 2.4, "geo_precision": "exacte"}),
        ("activity", {"service_type": "conseil"}),
        ("territory", {"kind": "canton"}),
    ],
)
def test_a_value_of_a_list_is_one_of_the_list(certification, table, bad):
    rows = {
        "certification": certification,
        "structure": certification.structure,
        "activity": ActivityFactory(structure=certification.structure),
        "territory": Territory.objects.get(code="93048"),
    }
    message = "Une valeur n’est pas dans la liste de celles qui sont possibles."
    assert_kept(rows[table], f"{table}_values_are_known", message, **bad)
