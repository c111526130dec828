"""Limited to a territory, an import keeps what is in it and says what it cannot place."""

import pytest

from suppliers.imports import RefusedFileError
from suppliers.models import Structure

from .lists import a_row, found, import_rows

pytestmark = pytest.mark.django_db
MONTREUIL = a_row(1)
PARIS = a_row(2, post_code="75011", city="PARIS 11", department="75", lat="48.86", lon="2.38")
LILLE = a_row(3, post_code="59000", city="Lille", department="59", lat="50.63", lon="3.06")


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("93048", {1}),
        ("75111", {2}),
        ("T8", {1}),
        ("t8", {1}),
        ("93", {1}),
        ("75", {2}),
        ("MGP", {1, 2}),
        ("R11", {1, 2}),
        ("59", {3}),
        ("R32", {3}),
        ("FR", {1, 2, 3}),
        ("", {1, 2, 3}),
    ],
)
def test_only_one_territory_is_kept(tmp_path, code, kept):
    run = import_rows(tmp_path, MONTREUIL, PARIS, LILLE, within=code)

    assert set(Structure.objects.values_list("siret", flat=True)) == {a_row(n)["siret"] for n in kept}
    assert (run.created, run.skipped, run.within) == (len(kept), 3 - len(kept), code.upper())


def test_what_is_elsewhere_is_not_checked(tmp_path):
    run = import_rows(tmp_path, MONTREUIL, {**LILLE, "siret": "1", "kind": ""}, within="93")

    assert (found(run), run.skipped, run.refused) == ([], 1, 0)


def test_a_commune_that_is_not_recognised_may_be_inside_and_is_reported(tmp_path):
    run = import_rows(tmp_path, a_row(city="Montreux"), a_row(2, post_code="", city="Montreuil"), within="T8")

    assert found(run) == [(2, "city", "commune-inconnue"), (3, "city", "commune-inconnue")]
    assert (run.skipped, run.doubtful, run.created) == (2, 2, 0)


def test_a_postal_code_of_elsewhere_is_not_doubtful(tmp_path):
    run = import_rows(tmp_path, a_row(post_code="97500", city="ST PIERRE", department="975"), within="MGP")

    assert (found(run), run.skipped) == ([], 1)


def test_a_row_without_any_place_is_doubtful(tmp_path):
    run = import_rows(tmp_path, a_row(post_code="", city="?", department=""), within="MGP")

    assert (found(run), run.skipped) == ([(2, "city", "commune-inconnue")], 1)


def test_a_territory_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(RefusedFileError, match="Aucun territoire ne porte le code « T99 »"):
        import_rows(tmp_path, MONTREUIL, within="T99")
