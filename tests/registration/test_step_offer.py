"""« Ce que nous vendons »: activities are described; what is wrong is said, and changes nothing."""

import pytest
from django.urls import reverse

from suppliers.models import Activity, Event
from suppliers.profiles.activities import remove_activity
from tests.factories import ActivityFactory, StructureFactory, UserFactory
from tests.registration.conftest import Tab

pytestmark = pytest.mark.django_db
GOOD = {
    "sectors": ["nettoyage-locaux"],
    "service_type": "prestation",
    "zone_kind": "territories",
    "territories": ["93048", "T8", "93"],
    "keywords": ["vitres"],
    "keyword_new": "Écoles, vitres , crèches",
    "description": "Nous lavons les écoles.\nÀ vélo.",
}


def new_url(member):
    return reverse("registration:activity-new", args=[member.structure.pk])


def url_of(activity, name="activity"):
    return reverse(f"registration:{name}", args=[activity.structure_id, activity.pk])


def tab_of(member, activity=None):
    return Tab(member.client, url_of(activity) if activity else new_url(member)).open()


def send_new(member, **typed):
    return tab_of(member).send(**(GOOD | typed))


@pytest.fixture
def activity(drafting):
    return ActivityFactory(structure=drafting.structure, keywords=["vitres"])


def test_a_profile_without_activity_invites_to_describe_one(drafting):
    page = drafting.client.get(drafting.url("offre")).content.decode()

    assert "Décrire une première activité" in page
    assert new_url(drafting) in page


def test_an_activity_is_added_with_all_that_it_says(drafting):
    answer = send_new(drafting)

    assert answer.url == drafting.url("offre")
    activity = Activity.objects.get()
    assert activity.structure == drafting.structure
    assert {place.code for place in activity.territories.all()} == {"93048", "T8", "93"}
    assert activity.keywords == ["vitres", "Écoles", "crèches"]
    assert activity.description == "Nous lavons les écoles.\nÀ vélo."
    page = drafting.client.get(drafting.url("offre")).content.decode()
    for said in ("Nettoyage", "Montreuil", "Est Ensemble", "crèches"):
        assert said in page


def test_an_activity_sent_twice_is_added_once(drafting):
    tab = tab_of(drafting)
    tab.client.post(tab.url, tab.values | GOOD)
    tab.client.post(tab.url, tab.values | GOOD)

    assert Activity.objects.count() == 1


def test_an_activity_opens_on_what_it_says(drafting):
    send_new(drafting)

    page = tab_of(drafting, Activity.objects.get()).page

    for said in ("Montreuil", "Est Ensemble", "Seine-Saint-Denis", "90910000", "vitres", "À vélo."):
        assert said in page


def test_a_zone_keeps_nothing_of_another(drafting, activity):
    tab_of(drafting, activity).send(**GOOD)
    tab_of(drafting, activity).send(**(GOOD | {"zone_kind": "radius", "radius_km": "20"}))

    activity.refresh_from_db()
    assert (activity.zone_kind, activity.radius_km) == ("radius", 20)
    assert not activity.territories.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"sectors": []}, "Choisissez au moins un secteur."),
        ({"sectors": ["inconnu"]}, "n’existe pas"),
        ({"sectors": ["nettoyage-locaux", "\x00"]}, "n’existe pas"),
        ({"sectors": ["proprete"] * 2 + [f"s{n}" for n in range(20)]}, "secteurs au plus"),
        ({"service_type": "magie"}, "Choisissez une réponse de la liste."),
        ({"service_type": ""}, "Remplissez ce champ."),
        ({"zone_kind": "lune"}, "Choisissez une réponse de la liste."),
        ({"zone_kind": "radius", "radius_km": "1" + "0" * 30}, "Choisissez 5, 10, 20, 30, 50 ou 100 km."),
        ({"zone_kind": "radius", "radius_km": "\u0662\u0660"}, "Choisissez 5, 10, 20, 30, 50 ou 100 km."),
        ({"zone_kind": "radius", "radius_km": ""}, "Choisissez une distance."),
        ({"territories": []}, "Choisissez au moins un territoire"),
        ({"territories": ["99999"]}, "n’existe pas"),
        ({"territories": ["FR"]}, "n’existe pas"),
        ({"territories": [f"{n:05d}" for n in range(80)]}, "territoires au plus"),
        ({"keyword_new": "x" * 61}, "60 caractères au plus"),
        ({"keyword_new": ",".join(f"mot {n}" for n in range(30))}, "20 mots-clés au plus"),
        ({"description": "x" * 2_001}, "2000 caractères au plus"),
        ({"sector_search": "espaces verts"}, "pas encore choisi"),
        ({"territory_search": "Pantin"}, "pas encore choisi"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(drafting, activity, typed, said):
    tab = tab_of(drafting, activity)

    answer = tab.send(**(GOOD | typed))

    assert answer.status_code == 200
    assert said in tab.page.replace("2 000", "2000").replace("\u202f", "")
    activity.refresh_from_db()
    assert (activity.zone_kind, activity.keywords) == ("france", ["vitres"])
    assert not Event.objects.exists()


def test_names_with_html_stay_text(drafting):
    send_new(drafting, keyword_new="<script>alert(1)</script>", description="<b>\u202egras\u200b</b>")

    page = drafting.client.get(drafting.url("offre")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;gras&lt;/b&gt;" in page


def test_a_ninth_activity_is_refused_with_what_was_typed(drafting):
    for position in range(8):
        ActivityFactory(structure=drafting.structure, position=position)
    tab = tab_of(drafting)

    answer = tab.send(**(GOOD | {"service_type": "fabrication"}))

    assert answer.status_code == 200
    assert "8 activités au plus" in tab.page
    assert "À vélo." in tab.page
    assert Activity.objects.count() == 8
    page = drafting.client.get(drafting.url("offre")).content.decode()
    assert "Ajouter une activité" not in page


def test_search_without_a_script_offers_boxes_and_saves_nothing(drafting, activity):
    tab = tab_of(drafting, activity)

    typed = {"sector_search": "espaces verts", "territory_search": "Pantin", "chercher": "sector_search"}
    answer = tab.send(**(GOOD | typed))

    assert answer.status_code == 200
    assert 'name="sectors" value="espaces-verts"' in tab.page
    assert 'name="territories" value="93055"' in tab.page
    assert "notice--error" not in tab.page
    assert "À vélo." in tab.page
    assert not Event.objects.exists()


def test_a_line_found_without_a_script_and_ticked_is_saved(drafting, activity):
    typed = {"sector_search": "espaces verts", "sectors": ["espaces-verts"]}
    places = {"territory_search": "Pantin", "territories": ["93055"]}

    answer = tab_of(drafting, activity).send(**(GOOD | typed | places))

    assert answer.status_code == 302
    assert [one.code for one in activity.sectors.all()] == ["espaces-verts"]
    assert [one.code for one in activity.territories.all()] == ["93055"]


def test_search_that_finds_nothing_says_so(drafting):
    tab = tab_of(drafting)

    tab.send(sector_search="xyzzyx", chercher="sector_search")

    assert "Rien ne répond à « xyzzyx »" in tab.page


def test_second_tab_is_told_and_overwrites_nothing(drafting, activity):
    first, second = tab_of(drafting, activity), tab_of(drafting, activity)
    unchanged = {"sectors": ["nettoyage-locaux"], "keywords": ["vitres"]}
    first.send(**unchanged, description="Le premier.")

    answer = second.send(**unchanged, description="Le second.")

    assert answer.status_code == 200
    assert "changé entre-temps" in second.page
    assert "Le premier." in second.page
    activity.refresh_from_db()
    assert activity.description == "Le premier."
    assert second.send(**unchanged, description="Le second.").status_code == 302
    activity.refresh_from_db()
    assert activity.description == "Le second."


def test_search_in_between_hides_no_conflict(drafting, activity):
    first, second = tab_of(drafting, activity), tab_of(drafting, activity)
    unchanged = {"sectors": ["nettoyage-locaux"], "keywords": ["vitres"]}
    first.send(**unchanged, description="Le premier.")
    second.send(**unchanged, sector_search="vitres", chercher="sector_search")

    answer = second.send(**unchanged, sector_search="", description="Le second.")

    assert answer.status_code == 200
    assert "changé entre-temps" in second.page


def test_an_activity_that_a_colleague_has_removed_is_told_and_may_be_added_again(drafting, activity):
    tab = tab_of(drafting, activity)
    remove_activity(drafting.structure, activity, by=UserFactory())

    answer = tab.send(**GOOD)

    assert answer.status_code == 200
    assert "vient d’être retirée" in tab.page
    assert f'action="{new_url(drafting)}"' in tab.page
    tab.url = new_url(drafting)
    assert tab.send(**GOOD).status_code == 302
    assert Activity.objects.count() == 1


def test_activities_of_others_are_not_there(drafting, activity):
    theirs = ActivityFactory(structure=StructureFactory(status="draft"))
    for structure in (drafting.structure.pk, theirs.structure_id):
        address = f"/espace/structures/{structure}/offre/{theirs.pk}/"
        assert drafting.client.get(address).status_code == 404
        assert drafting.client.post(address, GOOD).status_code == 404
        for button in ("deplacer", "retirer", "photos"):
            assert drafting.client.post(f"{address}{button}/").status_code == 404
    assert Activity.objects.filter(pk=theirs.pk, keywords=[]).exists()


def test_who_is_signed_out_finds_what_they_had_typed(drafting, client, activity):
    tab = tab_of(drafting, activity)
    tab.client.logout()
    answer = tab.client.post(tab.url, tab.values | GOOD)
    assert answer.status_code == 302
    assert tab.url in answer.url
    drafting.client.force_login(drafting.user)

    assert "À vélo." in tab.client.get(tab.url).content.decode()


def test_activities_move_and_go_by_their_buttons(drafting, activity):
    second = ActivityFactory(structure=drafting.structure, position=1, service_type="fabrication")

    drafting.client.post(url_of(second, "activity-move"), {"sens": "haut"})
    assert list(Activity.objects.order_by("position")) == [second, activity]
    drafting.client.post(url_of(second, "activity-move"), {"sens": "bas"})
    assert list(Activity.objects.order_by("position")) == [activity, second]
    answer = drafting.client.post(url_of(activity, "activity-remove"))
    assert answer.url == drafting.url("offre")
    assert list(Activity.objects.all()) == [second]
    assert drafting.client.get(url_of(second, "activity-remove")).status_code == 405


def test_the_list_asks_as_much_for_one_activity_as_for_eight(
    drafting, django_assert_num_queries, django_assert_max_num_queries
):
    ActivityFactory(structure=drafting.structure)
    drafting.client.get(drafting.url("offre"))
    with django_assert_max_num_queries(20) as few:
        drafting.client.get(drafting.url("offre"))
    for position in range(1, 8):
        ActivityFactory(
            structure=drafting.structure,
            position=position,
            zone_kind="territories",
            territories=["93048", "T8"],
        )
    with django_assert_num_queries(len(few.captured_queries)):
        drafting.client.get(drafting.url("offre"))
