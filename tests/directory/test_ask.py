"""What the question's form shows of a search."""

import pytest
from django.http import QueryDict

from suppliers import search
from suppliers.directory.address import Place
from suppliers.directory.ask import ask_of, radius_choices
from tests.directory.conftest import count_of
from tests.factories import StructureFactory

pytestmark = pytest.mark.django_db


def test_page_shows_the_name_of_the_place(results):
    html = results("pres_de=48.8637,2.4491&rayon=10")

    assert 'value="Montreuil"' in html
    assert "à moins de 10 km de Montreuil" in html


@pytest.mark.parametrize(
    ("query", "name", "said", "value"),
    [
        ("intervient=T8", "Est Ensemble", "intervenant à Est Ensemble", "intervient=T8"),
        ("intervient=93", "Seine-Saint-Denis", "intervenant en Seine-Saint-Denis", "intervient=93"),
        ("intervient=FR", "France", "intervenant dans toute la France", "intervient=FR"),
        ("territoire=T8", "Est Ensemble", "se trouvant à Est Ensemble", "territoire=T8"),
        ("territoire=93048", "Montreuil", "se trouvant à Montreuil", "territoire=93048"),
    ],
)
def test_page_shows_the_name_of_the_territory_and_how_it_is_understood(
    esat, results, query, name, said, value
):
    html = results(f"q=nettoyage&{query}")
    code = value.partition("=")[2]

    assert count_of(html) == 1
    assert f'value="{name}"' in html
    assert f"<small>{said}</small>" in html
    assert f'name="autour" value="{value}" data-atlas-place="{name}"' in html
    assert f'value="{code}" checked' in html  # the form keeps it
    assert '<a class="chip" href="/annuaire/?q=nettoyage">' in html
    assert 'name="pres_de"' not in html


@pytest.mark.parametrize(
    "query", ["intervient=T8&intervient=T6", "territoire=T8&intervient=T8&intervient=T6", ""]
)
def test_page_shows_no_place_when_there_is_not_one(esat, results, query):
    html = results(query)

    assert 'name="autour"' not in html


def test_page_leads_from_who_works_there_to_who_is_there_and_back(esat, results):
    StructureFactory.create_batch(2, published=True, name="Sans zone")
    search.refresh()

    html = results("certification=ESAT&intervient=T8")
    assert (
        'href="/annuaire/?certification=ESAT&amp;territoire=T8">Voir plutôt la structure qui s’y trouve</a>'
        in html
    )
    html = results("intervient=T8")
    assert 'href="/annuaire/?territoire=T8">Voir plutôt les 3 structures qui s’y trouvent</a>' in html
    html = results("territoire=T8")
    assert 'href="/annuaire/?intervient=T8">Voir plutôt la structure qui dit y intervenir</a>' in html


def test_page_keeps_a_wrong_place_and_a_wrong_radius_as_typed(results):
    html = results("pres_de=ici&rayon=mille")

    assert 'value="ici"' in html
    assert '<option value="mille" selected>« mille »</option>' in html
    assert 'name="pres_de"' not in html
    assert count_of(html) == 0


@pytest.mark.parametrize(
    ("asked", "chosen", "how_many"),
    [("", "10 km", 7), ("5", "5 km", 7), (" 5 ", "5 km", 7), ("0005", "5 km", 7), ("17", "17 km", 8),
     ("9999", "9999 km", 8), ("mille", "« mille »", 8), ("²", "« ² »", 8), ("-5", "« -5 »", 8),
     ("x" * 500, f"« {'x' * 20} »", 8)],
)  # fmt: skip
def test_radius_asked_is_the_one_chosen(asked, chosen, how_many):
    radii = radius_choices(asked)

    assert [radius.label for radius in radii if radius.selected] == [chosen]
    assert len(radii) == how_many


@pytest.mark.parametrize(
    "query", ["pres_de=%00", "intervient=%00", "territoire=ZZZZZZZ", "intervient=", "pres_de=9999,0"]
)
def test_form_of_a_place_that_is_none_stands(query):
    known = search.Search(QueryDict("")).reference
    ask = ask_of(QueryDict(query), {}, known, Place(), "")

    assert len(ask.adresse) < 10


@pytest.mark.parametrize("query", ["territoire=%2093", "intervient=T8%20"])
def test_code_with_a_space_is_read_without(client, esat, query):
    response = client.get(f"/annuaire/?{query}")

    assert response.status_code == 200
    assert 'id="adresse"' in response.content.decode()


@pytest.mark.parametrize(
    ("query", "is_disabled"),
    [
        ("", False),
        ("pres_de=48.8637,2.4491", False),
        ("intervient=93048", True),
        ("territoire=93", True),
        ("intervient=93&rayon=x", False),  # what is wrong can be put right
    ],
)
def test_radius_is_not_offered_for_a_territory(esat, results, query, is_disabled):
    html = results(query)
    radius = html[html.index('<select class="ask__input" id="rayon"') :].partition(">")[0]

    assert (" disabled" in radius) is is_disabled
