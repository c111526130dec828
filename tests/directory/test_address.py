import pytest
from django.http import QueryDict
from django.urls import reverse

from suppliers.directory.address import place_asked, without_idle_radius
from tests.geocoding.ban_server import Reply, found

LIST = "/annuaire/"


@pytest.fixture
def ask(client, db):
    return lambda query, **headers: client.get(f"{reverse('directory:list')}?{query}", headers=headers)


def test_address_of_a_commune_becomes_a_point(ask):
    response = ask("q=nettoyage&certification=ESAT&adresse=Montreuil")

    assert response.status_code == 302
    assert response.url.startswith("/annuaire/?q=nettoyage&certification=ESAT&pres_de=48.86")
    assert response.url.endswith("&rayon=10")
    assert "adresse" not in response.url


def test_address_keeps_the_radius_asked(ask):
    assert ask("adresse=Montreuil&rayon=30").url.endswith("&rayon=30")


def test_address_of_a_street_is_asked_to_the_service(ask, ban):
    ban.places["Paris"] = found("12 Rue de Paris 93100 Montreuil", 48.8571, 2.4332)

    assert (
        ask("adresse=12+rue+de+Paris+93100+Montreuil").url == "/annuaire/?pres_de=48.85710,2.43320&rayon=10"
    )


@pytest.mark.parametrize("reply", [Reply(status=500), Reply(body=b"{"), Reply(status=429)])
def test_address_when_the_service_fails_is_kept_with_a_message(ask, ban, reply, esat):
    ban.otherwise = reply

    response = ask("q=nettoyage&adresse=12+rue+du+Quai+Perdu")
    html = response.content.decode()

    assert response.status_code == 200
    assert 'value="12 rue du Quai Perdu"' in html
    assert "Ce lieu n’est pas reconnu" in html
    assert 'data-count="0"' in html
    assert esat.name not in html
    assert response.headers["Cache-Control"] == "private, no-store"


def test_address_nobody_knows_is_kept_with_a_message(ask, ban):
    assert 'aria-describedby="erreur-adresse"' in ask("adresse=zzz+qqq").content.decode()


@pytest.mark.parametrize(
    "typed", ["%00", "a" * 5000, "%3Cscript%3Ealert(1)%3C/script%3E", "-", "%F0%9F%92%A9"]
)
def test_address_survives_strange_text(ask, ban, typed):
    response = ask(f"adresse={typed}")

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_address_for_htmx_is_answered_at_once(ask, ban):
    response = ask("adresse=Montreuil", **{"hx-request": "true", "hx-trigger": "recherche"})

    assert response.status_code == 200
    assert response.headers["HX-Push-Url"].startswith("/annuaire/?pres_de=48.86")


def test_address_shown_and_unchanged_keeps_its_point(db):
    point = "48.86370,2.44910"

    assert place_asked(QueryDict(f"adresse=Montreuil&autour={point}&pres_de={point}&rayon=5")).query == (
        "pres_de=48.86370,2.44910&rayon=5"
    )


def test_address_rubbed_out_drops_its_point(db):
    point = "48.85710,2.43320"

    assert place_asked(QueryDict(f"q=x&adresse=&autour={point}&pres_de={point}&rayon=5")).query == "q=x"


def test_address_left_empty_by_the_map_keeps_the_new_point(db):
    query = place_asked(QueryDict("adresse=&autour=&pres_de=48.9,2.5&rayon=5")).query

    assert query == "pres_de=48.9,2.5&rayon=5"


def test_page_shows_the_name_of_the_place(ask):
    html = ask("pres_de=48.8637,2.4491&rayon=10").content.decode()

    assert 'value="Montreuil"' in html
    assert "à moins de 10 km de Montreuil" in html


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("rayon=10", ""),
        ("rayon=abc", "rayon=abc"),
        ("rayon=10&pres_de=1,2", "rayon=10&pres_de=1%2C2"),
        ("q=x", "q=x"),
    ],
)
def test_radius_without_a_point_asks_nothing_unless_it_is_wrong(query, kept):
    assert without_idle_radius(QueryDict(query)).urlencode() == kept
