from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from suppliers import search
from tests.factories import StructureFactory


def test_home_asks_what_and_where(client, db):
    html = client.get(reverse("directory:home")).content.decode()

    assert 'action="/annuaire/"' in html
    assert 'name="q"' in html
    assert 'name="adresse"' in html


def test_home_leads_by_sector_certification_and_territory(client, esat):
    html = client.get("/").content.decode()

    for url in ["secteur=proprete", "secteur=nettoyage-locaux", "certification=ESAT", "territoire=T8"]:
        assert f'href="/annuaire/?{url}"' in html


def test_home_figures_follow_the_directory(client, esat):
    assert "<dd>1</dd>" in client.get("/").content.decode()
    StructureFactory.create_batch(2, published=True, confirmed_on=timezone.localdate() - timedelta(days=3))
    search.refresh()

    assert "<dd>3</dd>" in client.get("/").content.decode()


def test_home_never_calls_every_structure_one_of_the_ess(client, db):
    StructureFactory(published=True, legal_form_id="7366", is_public_body=True)
    search.refresh()
    html = client.get("/").content.decode()

    assert "structures référencées" in html
    assert "structures de l’ESS référencées" not in html
    assert "structures de l’ESS qui" not in html


def test_home_of_an_empty_directory_stands(client, db):
    response = client.get("/")

    assert response.status_code == 200
    assert "encore aucune structure" in response.content.decode()


def test_home_says_how_accessible_the_site_is(client, db):
    html = client.get("/").content.decode()

    assert 'href="/accessibilite/"' in html
    assert "Accessibilité : non conforme" in html


def test_home_answers_from_memory(client, esat, django_assert_max_num_queries):
    client.get("/")
    with django_assert_max_num_queries(2):
        client.get("/")
