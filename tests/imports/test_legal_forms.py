import pytest

from suppliers.imports.legal_forms import LegalForms, is_public, says_nothing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Association", "9220"),
        ("ASSOCIATION LOI 1901", "9220"),
        ("Association déclarée", "9220"),
        ("Association intermédiaire", "9222"),
        ("SARL", "5499"),
        ("S.A.R.L.", "5499"),
        ("SAS", "5710"),
        ("SCOP SARL", "5458"),
        ("CCAS", "7361"),
        ("Commune", "7210"),
        ("Communauté d'agglomération", "7348"),
        ("Centre Communal d'Action Sociale", "7361"),
        ("5558", "5558"),
        ("Fondation", "9300"),
        ("SA", ""),
        ("SCOP", ""),
        ("SCIC", ""),
        ("Syndicat mixte", ""),
        ("9999", ""),
        ("n'importe quoi", ""),
    ],
)
def test_a_form_is_known_only_when_it_is_certain(text, code):
    assert LegalForms.load().find(text) == code


@pytest.mark.parametrize(
    ("code", "public"), [("7361", True), ("7210", True), ("4110", True), ("9220", False), ("", False)]
)
def test_public_bodies_are_told_by_their_code(code, public):
    assert is_public(code) is public


def test_autre_says_nothing():
    assert says_nothing("AUTRE")
    assert not says_nothing("SA")
