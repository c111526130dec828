from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse

from suppliers import search
from suppliers.directory.address import place_asked, without_idle_radius
from suppliers.directory.shown_place import shown_place
from suppliers.search.reference import reference
from tests.directory.conftest import count_of
from tests.factories import StructureFactory
from tests.geocoding.ban_server import NOTHING, Reply, found

LIST = "/annuaire/"
FROM_FORM = {"hx-request": "true", "hx-trigger": "recherche"}
MONTREUIL = "pres_de=48.86370,2.44910&rayon=10"
STREET = "12+rue+de+la+R%C3%A9publique,+Montreuil"


@pytest.fixture
def ask(client, db):
    return lambda query, **headers: client.get(f"{reverse('directory:list')}?{query}", headers=headers)


def asked(query):
    return place_asked(QueryDict(query), search.state())


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
    assert "Le service d’adresses ne répond pas" in html
    assert "reconnu" not in html
    assert count_of(html) == 0
    assert esat.name not in html
    assert response.headers["Cache-Control"] == "private, no-store"


def test_address_nobody_knows_is_kept_with_a_message(ask, ban):
    html = ask("adresse=zzz+qqq").content.decode()

    assert 'aria-describedby="erreur-adresse"' in html
    assert "Ce lieu n’est pas reconnu" in html
    assert "ne répond pas" not in html


@pytest.mark.parametrize(
    "typed", ["%00", "a" * 5000, "%3Cscript%3Ealert(1)%3C/script%3E", "-", "%F0%9F%92%A9"]
)
def test_address_survives_strange_text(ask, ban, typed):
    response = ask(f"adresse={typed}")

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_address_for_htmx_is_answered_at_once(ask, ban):
    response = ask("adresse=Montreuil", **FROM_FORM)

    assert response.status_code == 200
    assert response.headers["HX-Push-Url"].startswith("/annuaire/?pres_de=48.86")
    assert 'data-atlas-place="Montreuil" data-atlas-typed="Montreuil"' in response.content.decode()


@pytest.mark.parametrize(
    ("reply", "why"), [(Reply(500), "Service d’adresses indisponible"), (NOTHING, "Adresse non trouvée")]
)
@pytest.mark.parametrize("typed", [STREET, "12+rue+de+la+R%C3%A9publique,+93100+Montreuil"])
def test_street_nobody_can_place_is_searched_around_its_commune_and_says_so(
    ask, ban, esat, reply, why, typed
):
    ban.otherwise = reply

    response = ask(f"q=nettoyage&adresse={typed}")
    html = response.content.decode()

    assert f"{why} : recherche autour du centre de Montreuil." in html
    assert "à moins de 10 km de Montreuil" in html
    assert f'data-query="q=nettoyage&amp;{MONTREUIL.replace("&", "&amp;")}"' in html
    assert 'value="12 rue de la République, ' in html
    assert count_of(html) == 1
    assert response.headers["Cache-Control"] == "private, no-store"


def test_street_searched_around_its_commune_is_asked_again(ask, ban):
    ban.script.append(Reply(500))
    ban.otherwise = found("12 Rue de la République 93100 Montreuil", 48.8571, 2.4332)
    first = ask(f"adresse={STREET}", **FROM_FORM)

    assert first.headers["HX-Push-Url"] == f"/annuaire/?{MONTREUIL}"
    assert "data-atlas-typed" not in first.content.decode()  # what was typed stays in the box
    point = "48.86370,2.44910"
    again = ask(f"adresse={STREET}&autour={point}&pres_de={point}&rayon=10")
    assert again.url == "/annuaire/?pres_de=48.85710,2.43320&rayon=10"


def test_slow_service_leaves_the_page_its_commune_in_two_seconds(ask, ban, monkeypatch):
    monkeypatch.setattr("suppliers.directory.address.SECONDS", 0.2)
    ban.otherwise = Reply(delay=3)

    html = ask(f"adresse={STREET}").content.decode()

    assert "Service d’adresses indisponible : recherche autour du centre de Montreuil." in html


def test_address_shown_and_unchanged_keeps_its_point(db):
    point = "48.86370,2.44910"

    assert asked(f"adresse=Montreuil&autour={point}&pres_de={point}&rayon=5").query == (
        "pres_de=48.86370,2.44910&rayon=5"
    )


@pytest.mark.parametrize(
    ("point", "name"),
    [
        ("48.86370,2.44910", "Montreuil"),
        ("48.8727,2.4491", "Près de Montreuil"),  # 1 km from its centre
        ("48.8135,2.3605", "Près du Kremlin-Bicêtre"),
        ("0,0", "Le point choisi"),
    ],
)
def test_box_names_a_point_and_does_not_lend_it_the_name_of_a_centre(db, point, name):
    assert shown_place(QueryDict(f"pres_de={point}"), reference(search.state().version)).name == name
    form = urlencode({"adresse": name, "autour": point, "pres_de": point, "rayon": 5}, safe=",")
    assert asked(form).query == f"pres_de={point}&rayon=5"


def test_address_rubbed_out_drops_its_point(db):
    point = "48.85710,2.43320"

    assert asked(f"q=x&adresse=&autour={point}&pres_de={point}&rayon=5").query == "q=x"


def test_address_left_empty_by_the_map_keeps_the_new_point(db):
    query = asked("adresse=&autour=&pres_de=48.9,2.5&rayon=5").query

    assert query == "pres_de=48.9,2.5&rayon=5"


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


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Est Ens", "T8"), ("Est Ensemble", "T8"), ("T8", "T8"), ("Seine-Saint-Denis", "93"), ("93", "93"),
     ("Île-de-France", "R11"), ("MGP", "MGP"), ("Métropole du Grand Paris", "MGP"), ("France", "FR")],
)  # fmt: skip
def test_territory_typed_asks_who_works_there(ask, esat, typed, code):
    assert ask(f"q=nettoyage&rayon=30&adresse={typed}").url == f"/annuaire/?q=nettoyage&intervient={code}"
    htmx = ask(f"q=nettoyage&rayon=30&adresse={typed}", **FROM_FORM)
    assert htmx.headers["HX-Push-Url"] == f"/annuaire/?q=nettoyage&intervient={code}"
    assert count_of(htmx.content.decode()) == 1


def test_territory_where_nobody_says_to_work_asks_who_is_there(ask, db):
    StructureFactory(published=True)
    search.refresh()

    assert ask("adresse=Est+Ensemble").url == "/annuaire/?territoire=T8"
    assert ask("adresse=Plaine+Commune").url == "/annuaire/?intervient=T6"


def test_territory_takes_the_place_of_a_point_and_of_another_territory(esat):
    point = "48.86370,2.44910"

    assert asked(f"adresse=T8&autour={point}&pres_de={point}&rayon=5").query == "intervient=T8"
    assert asked("adresse=T8&autour=intervient%3DT6&intervient=T6").query == "intervient=T8"
    assert asked("adresse=T8&autour=territoire%3D93&territoire=93&q=x").query == "q=x&intervient=T8"
    assert asked("adresse=Montreuil&autour=intervient%3DT6&intervient=T6").query == MONTREUIL


def test_territory_adds_to_those_ticked(esat):
    assert (
        asked("adresse=T8&intervient=T6&intervient=T7").query == "intervient=T6&intervient=T7&intervient=T8"
    )


def test_territory_shown_and_unchanged_stays_as_it_is_ticked(esat):
    shown = "adresse=Est+Ensemble&autour=intervient%3DT8&rayon=10"

    assert asked(f"{shown}&intervient=T8").query == "intervient=T8"
    assert asked(f"{shown}&intervient=T8&intervient=T6").query == "intervient=T8&intervient=T6"
    assert asked(shown).query == ""


def test_territory_rubbed_out_is_dropped(esat):
    query = asked("q=x&adresse=&autour=intervient%3DT8&intervient=T8&intervient=T6").query

    assert query == "q=x&intervient=T6"


@pytest.mark.parametrize(
    ("typed", "labels"),
    [("Fontenay", ["Fontenay-sous-Bois (94)", "Fontenay-aux-Roses (92)"]),
     ("Vallée", ["Vallée Sud - Grand Paris (territoire)"])],
)  # fmt: skip
def test_places_perhaps_meant_are_labelled_by_what_they_are(esat, typed, labels):
    place = asked(f"adresse={typed}")

    if len(labels) == 1:
        assert place.query == "intervient=T2"
    else:
        assert [choice.label for choice in place.choices] == labels


def test_name_of_several_places_is_answered_by_links_that_keep_the_search(ask, esat, ban):
    html = ask("q=nettoyage&certification=ESAT&rayon=5&adresse=Fontenay").content.decode()

    assert "Plusieurs lieux portent ce nom." in html
    for point in ("48.85030,2.47360", "48.78950,2.28760"):
        link = f"/annuaire/?q=nettoyage&amp;certification=ESAT&amp;pres_de={point}&amp;rayon=5"
        assert f'<a href="{link}">Fontenay-' in html
    assert 'aria-describedby="erreur-adresse choix-adresse"' in html
    assert count_of(html) == 0
    assert ban.questions == []


def test_mistyped_name_is_answered_by_the_likest(ask, ban):
    html = ask("q=x&adresse=Bobini").content.decode()

    assert "Ce lieu n’est pas reconnu." in html
    assert 'pres_de=48.90730,2.44320&amp;rayon=10">Bobigny (93)</a>' in html


@pytest.mark.parametrize("typed", ["Lyon", "Fontenay"])
def test_address_without_a_place_passes_nothing_off_as_found(ask, ban, esat, typed):
    ban.otherwise = Reply(500)

    html = ask(f"q=nettoyage&adresse={typed}").content.decode()

    assert count_of(html) == 0
    assert 'id="f-certification-ESAT"' in html
    assert "choice__count" not in html
    assert f'data-query="q=nettoyage&amp;adresse={typed}"' in html
