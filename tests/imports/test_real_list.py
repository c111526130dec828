"""The list of 2020 as it was published, with its wrong numbers and its twins."""

import datetime as dt

import pytest

from suppliers import search
from suppliers.imports import Options, run_import
from suppliers.models import Certification, Structure

from .lists import REAL_LIST, counts

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not REAL_LIST.exists(), reason="the real list is not beside this checkout (../shared/data)"
    ),
]


def test_the_real_list_is_imported_whole():
    run = run_import("siae", REAL_LIST)

    assert (run.rows, counts(run), run.refused) == (3003, (2985, 0, 0, 0), 12)
    assert run.listed_on == dt.date(2020, 12, 18)
    assert (
        run.issues.filter(severity="refused").values_list("code", flat=True).distinct().get() == "siret-cle"
    )
    assert Certification.objects.count() == 2991
    assert Structure.objects.filter(geo_precision="source").count() == 2958
    assert Structure.objects.filter(territory=None).count() == 1
    assert search.differences() == []


def test_the_real_list_has_six_structures_of_two_kinds():
    run_import("siae", REAL_LIST)

    twins = Structure.objects.get(siret="44888767900034")
    assert set(twins.certifications.values_list("kind_id", flat=True)) == {"ACI", "EI"}
    assert twins.name == "REGIE DE QUARTIER IMPULSION"


def test_the_real_list_twice_and_within_a_territory():
    within = run_import("siae", REAL_LIST, Options(within="MGP"))
    whole = run_import("siae", REAL_LIST)
    again = run_import("siae", REAL_LIST)

    assert within.created + whole.created == 2985
    assert (within.skipped > 2700, whole.unchanged) == (True, within.created)
    assert counts(again) == (0, 0, 2985, 0)
