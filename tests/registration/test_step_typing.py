"""The card follows what is typed, and a draft is saved as one goes."""

import pytest
from django.urls import reverse

from suppliers.models import Activity, ContactPerson, DirectoryState, Event, ReviewItem, Sector, Structure
from tests.factories import ActivityFactory, StructureFactory, siret_number
from tests.geocoding.ban_server import found
from tests.registration.conftest import Tab, member_of

pytestmark = pytest.mark.django_db
TAKEN = siret_number(7_001)
DESCRIPTION = "Nous nettoyons les écoles et les mairies du Grand Paris, avec des salariés en insertion."


def typing(tab: Tab, what="voir", **typed):
    """What the page's script sends, and the answer it reads."""
    tab.values.update(typed)
    return tab.client.post(tab.url, {**tab.values, "en_cours": what})


def test_card_follows_what_is_typed_and_nothing_of_it_stays(published):
    version = DirectoryState.objects.values_list("version", flat=True).first()
    events = Event.objects.count()

    answer = typing(published.tab("identite"), brand="Les Mains vertes").json()

    assert "Les Mains vertes" in answer["pieces"]["card"]
    assert "rien n’en est encore enregistré" in answer["pieces"]["card"]
    assert published.reread().brand == ""
    assert not ReviewItem.objects.exists()
    assert Event.objects.count() == events
    assert DirectoryState.objects.values_list("version", flat=True).first() == version


@pytest.mark.parametrize("status", ["published", "pending", "hidden"])
def test_only_a_draft_keeps_what_nobody_has_sent(published, status):
    Structure.objects.filter(pk=published.structure.pk).update(status=status)

    answer = typing(published.tab("identite"), "garder", description=DESCRIPTION).json()

    assert "seen" not in answer
    assert published.reread().description == ""


def test_field_that_is_left_is_saved_and_says_so(drafting):
    tab = drafting.tab("identite")
    before = tab.page

    answer = typing(tab, "garder", description=DESCRIPTION).json()

    assert answer["said"].startswith("Enregistré à ")
    assert drafting.reread().description == DESCRIPTION
    assert Event.objects.get(action="profiles.change").after == {"description": DESCRIPTION}
    assert answer["pieces"]["progress"] not in before
    assert "identite" not in answer["pieces"]["steps"]  # the current step is no button


def test_what_is_saved_as_one_goes_is_no_conflict_with_its_own_tab(drafting):
    tab = drafting.tab("identite")
    tab.values["vu"] = typing(tab, "garder", description=DESCRIPTION).json()["seen"]

    assert tab.send(opening_hours="Tous les jours").status_code == 302
    assert drafting.reread().opening_hours == "Tous les jours"
    assert drafting.structure.description == DESCRIPTION


def test_mistake_keeps_the_others(drafting):
    answer = typing(drafting.tab("identite"), "garder", description=DESCRIPTION, siret="123").json()

    assert answer["said"].startswith("Enregistré à ")
    assert "sauf ce qui est à compléter ou à corriger : SIRET." in answer["said"]
    structure = drafting.reread()
    assert (structure.description, structure.siret) == (DESCRIPTION, drafting.structure.siret)


def test_what_is_left_to_put_right_follows_what_is_saved(drafting):
    tab = drafting.tab("capacite")
    tab.send(headcount="dix", lead_time_days="vite")
    assert "Rien n’est enregistré : il reste 2 points à corriger." in tab.page

    one = typing(tab, "garder", headcount="10").json()["pieces"]["mistakes"]
    none = typing(tab, "garder", headcount="10", lead_time_days="15").json()["pieces"]["mistakes"]

    assert "Le reste est enregistré : il reste un point à corriger." in one
    assert "#id_lead_time_days" in one and "#id_headcount" not in one
    assert 'role="alert"' not in one  # it was read out once
    assert not none.strip()


def test_what_is_left_to_put_right_says_that_nothing_is_saved_where_nothing_is(drafting):
    half = typing(drafting.tab("references"), "garder", **{"reference-0-client": "Ville de Montreuil"}).json()

    assert "Rien n’est enregistré : il reste 2 points à corriger." in half["pieces"]["mistakes"]


def test_what_the_database_refuses_is_not_saved_and_is_named(drafting):
    StructureFactory(siret=TAKEN)

    answer = typing(drafting.tab("identite"), "garder", siret=TAKEN).json()

    assert answer["said"] == "Pas encore enregistré, à compléter ou à corriger : SIRET."
    assert drafting.reread().siret != TAKEN


def test_second_tab_overwrites_nothing_as_it_is_typed_in(drafting):
    first, second = drafting.tab("identite"), drafting.tab("identite")
    typing(first, "garder", description="Nettoyage de bureaux.")

    answer = typing(second, "garder", description="Nettoyage d’écoles.").json()

    assert "cette étape a changé ailleurs" in answer["said"]
    assert drafting.reread().description == "Nettoyage de bureaux."
    assert second.send(description="Nettoyage d’écoles.").status_code == 200  # told, as when it is sent


def test_new_activity_is_one_however_often_it_is_saved(drafting):
    sector = Sector.objects.get(code="nettoyage-locaux")
    tab = Tab(drafting.client, reverse("registration:activity-new", args=[drafting.structure.pk])).open()
    nothing = typing(tab, "garder", service_type="prestation").json()
    assert nothing["said"].startswith("Pas encore enregistré")
    assert not Activity.objects.exists()

    answer = typing(tab, "garder", sectors=sector.code, zone_kind="france").json()

    activity = Activity.objects.get()
    assert answer["address"] == reverse("registration:activity", args=[drafting.structure.pk, activity.pk])
    assert sector.label in answer["pieces"]["card"]
    tab.url, tab.values["vu"] = answer["address"], answer["seen"]
    typing(tab, "garder", description=DESCRIPTION)
    assert Activity.objects.get().description == DESCRIPTION


@pytest.mark.parametrize(
    ("wrong", "stays"), [({"keyword_new": "z" * 200}, "keywords"), ({"zone_kind": "radius"}, "zone_kind")]
)
def test_one_mistake_in_an_activity_keeps_the_rest(drafting, wrong, stays):
    sold = ActivityFactory(structure=drafting.structure, keywords=["vitres"], zone_kind="france")
    before = getattr(sold, stays)
    tab = Tab(drafting.client, reverse("registration:activity", args=[drafting.structure.pk, sold.pk])).open()

    answer = typing(tab, "garder", description=DESCRIPTION, **wrong).json()

    assert "sauf ce qui est à compléter" in answer["said"]
    sold.refresh_from_db()
    assert sold.description == DESCRIPTION
    assert getattr(sold, stays) == before


def test_card_shows_the_sectors_that_are_ticked(published):
    sold = ActivityFactory(structure=published.structure)
    sector = (
        Sector.objects.exclude(pk__in=sold.sectors.all()).filter(parent__isnull=False).order_by("pk").first()
    )
    tab = Tab(
        published.client, reverse("registration:activity", args=[published.structure.pk, sold.pk])
    ).open()

    answer = typing(tab, sectors=sector.code, service_type="prestation", zone_kind="france").json()

    assert sector.label in answer["pieces"]["card"]
    assert sector not in sold.sectors.all()


def test_person_who_does_not_agree_is_not_kept_while_being_typed(drafting):
    answer = typing(drafting.tab("contact"), "garder", phone="0102030405", person_name="Camille Petit").json()

    assert "sauf ce qui est à compléter" in answer["said"]
    assert drafting.reread().phone == "01 02 03 04 05"
    assert not ContactPerson.objects.exists()


def test_half_a_reference_waits_for_the_rest(drafting):
    tab = drafting.tab("references")
    half = typing(tab, "garder", **{"reference-0-client": "Ville de Montreuil"}).json()
    assert half["said"].startswith("Pas encore enregistré")

    whole = {"reference-0-subject": "Trois écoles", "reference-0-year": "2025"}
    assert typing(tab, "garder", **whole).json()["said"].startswith("Enregistré")
    assert drafting.structure.references.get().client == "Ville de Montreuil"


def test_address_is_saved_with_its_point_when_the_page_is_left(drafting, ban):
    tab = drafting.tab("lieu")
    ban.otherwise = found("18 Rue Saint-Antoine, 93100 Montreuil", 48.865, 2.455)
    Structure.objects.filter(pk=drafting.structure.pk).update(city="Paris", postal_code="75010")
    tab.open()
    lines = {"address": "18 rue saint antoine", "postal_code": "93100", "city": "Montreuil"}
    seen = typing(tab, **lines).json()
    assert "Montreuil" in seen["pieces"]["card"]
    assert drafting.reread().city == "Paris"
    assert not ban.asked

    typing(tab, "garder", **lines)

    structure = drafting.reread()
    assert (structure.city, structure.address) == ("Montreuil", "18 rue saint antoine")
    assert (structure.latitude, structure.longitude) == (48.865, 2.455)


@pytest.mark.parametrize("step", ["apercu", "offre", "certifications"])
def test_step_without_a_form_keeps_nothing(drafting, step):
    answer = drafting.client.post(drafting.url(step), {"en_cours": "garder", "name": "Autre"})

    assert answer.status_code in (302, 405)
    assert drafting.reread().name == "Ateliers du Canal"


def test_another_s_structure_is_not_typed_in(drafting):
    theirs = member_of(StructureFactory(status="draft", name="Une autre"))

    answer = drafting.client.post(theirs.url("identite"), {"en_cours": "garder", "name": "À moi"})

    assert answer.status_code == 404
    assert theirs.reread().name == "Une autre"


@pytest.mark.parametrize("value", ["\x00", "x" * 100_000, "<script>alert(1)</script>"])
def test_odd_input_answers_a_card_and_harms_nothing(drafting, value):
    answer = typing(drafting.tab("identite"), "garder", brand=value, website=value)

    assert answer.status_code == 200
    assert "<script" not in answer.json()["pieces"]["card"]
