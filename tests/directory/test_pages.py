import pytest
from django.template import loader
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse


@pytest.mark.parametrize("path", ["/accessibilite/", "/mentions-legales/", "/selection/", "/", "/annuaire/"])
def test_page_stands_and_refuses_what_it_does_not_expect(client, db, path):
    assert client.get(path).status_code == 200
    assert client.put(path).status_code == 405


def test_page_of_components_is_for_debug_only():
    with pytest.raises(NoReverseMatch):
        reverse("directory:style")


def test_page_of_components_can_be_drawn(db):
    request = RequestFactory().get("/style/")

    assert "Composants" in loader.render_to_string(
        "suppliers/directory/style.html", {"messages": []}, request
    )


def test_page_unknown_helps(client, db):
    response = client.get("/nulle-part/")

    assert response.status_code == 404
    assert "Cette page n’existe pas" in response.content.decode()
    assert 'action="/annuaire/"' in response.content.decode()


@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html"])
def test_page_of_a_refusal_stands(db, template):
    request = RequestFactory().get("/")

    assert "<h1>" in loader.render_to_string(template, {"messages": []}, request)


def test_page_of_a_breakdown_needs_nothing():
    assert "Le site a rencontré une erreur" in loader.render_to_string("500.html")


def test_legal_page_says_who_publishes(client, db, settings):
    settings.SITE_PUBLISHER, settings.SITE_HOST = "Métropole d’essai", "Hébergeur d’essai"
    html = client.get("/mentions-legales/").content.decode()

    assert "Métropole d’essai" in html
    assert "Hébergeur d’essai" in html


@pytest.mark.parametrize("path", ["/", "/annuaire/", "/selection/", "/accessibilite/"])
def test_page_has_a_language_a_title_a_way_past_the_header_and_one_heading(client, esat, path):
    html = client.get(path).content.decode()

    assert '<html lang="fr">' in html
    assert html.count("<h1") == 1
    assert 'class="skip"' in html
    assert " style=" not in html
    assert "onclick" not in html
