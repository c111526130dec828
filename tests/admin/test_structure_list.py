"""The list of structures: actions, search, filters."""

import datetime as dt

import pytest
from django.urls import reverse

from suppliers import search
from suppliers.models import DirectoryEntry, DirectoryRemoval, Structure, Territory
from tests.factories import CertificationFactory, StructureFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/suppliers/structure/"


def act(client, action, *structures, **extra):
    chosen = {"action": action, "_selected_action": [each.pk for each in structures], **extra}
    return client.post(LIST, chosen, follow=True)


def card(structure):
    return DirectoryEntry.objects.get(pk=structure.pk).card


def test_structures_are_recomputed_from_the_list(admin_client, structure):
    Structure.objects.filter(pk=structure.pk).update(name="Autre nom")

    response = act(admin_client, "refresh", structure)

    assert "Fiches qui ont changé dans l’annuaire : 1." in response.text
    assert card(structure)["name"] == "Autre nom"


def test_a_structure_that_is_deleted_leaves_the_directory_and_its_sisters_change(admin_client, structure):
    sister = StructureFactory(published=True, siret=f"{structure.siret[:9]}00028")
    CertificationFactory(structure=structure, kind_id="ESUS", verification="declared")
    search.refresh()
    assert card(sister)["certifications"]

    admin_client.post(reverse("admin:suppliers_structure_delete", args=[structure.pk]), {"post": "yes"})

    assert not Structure.objects.filter(pk=structure.pk).exists()
    assert DirectoryRemoval.objects.filter(structure_id=structure.pk).exists()
    assert card(sister)["certifications"] == []
    assert search.differences() == []


def test_several_structures_are_deleted_from_the_list(admin_client, structure):
    act(admin_client, "delete_selected", structure, post="yes")

    assert not Structure.objects.exists()
    assert DirectoryRemoval.objects.filter(structure_id=structure.pk).exists()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("brosse", {"La Brosse"}),
        ("LA  BROSSE montreuil", {"La Brosse"}),
        ("bros", {"La Brosse"}),
        ("ébauche", {"L'Ébauche"}),
        ("montreuil", {"La Brosse", "L'Ébauche"}),
        ("introuvable", set()),
    ],
)
def test_structures_are_found_by_words_published_or_not(admin_client, structure, typed, found):
    StructureFactory(name="L'Ébauche", status="draft")

    response = admin_client.get(LIST, {"q": typed})

    assert {each.name for each in response.context["cl"].result_list} == found


@pytest.mark.parametrize("typed", ["%", "'", "…", "_", "\u200b", "\ufeff", "\x00"])
def test_what_holds_no_word_finds_nothing_or_says_so(admin_client, structure, typed):
    CertificationFactory(structure=structure, verification="declared")

    for name in ("structure", "certification"):
        response = admin_client.get(f"/admin/suppliers/{name}/", {"q": typed})
        shown = response.context["cl"].result_list
        assert "nul" in response.text if typed == "\x00" else not shown


@pytest.mark.parametrize("typed", ["", "  "])
def test_a_search_for_nothing_shows_all(admin_client, structure, typed):
    assert list(admin_client.get(LIST, {"q": typed}).context["cl"].result_list) == [structure]


def test_structures_are_found_by_the_beginning_of_their_number(admin_client):
    first, second = StructureFactory(siret="75187049400026"), StructureFactory(siret="75187049400034")

    def found(typed):
        return set(admin_client.get(LIST, {"q": typed}).context["cl"].result_list)

    assert found("751 870 494") == {first, second}
    assert found("751 870 494 00026") == {first}


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("revendiquee=oui", {"Revendiquée"}),
        ("revendiquee=non", {"La Brosse", "Sortie", "Paris"}),
        ("origine=inscrites", {"Revendiquée"}),
        ("sortie=oui", {"Sortie"}),
        ("territoire=T8", {"La Brosse", "Sortie", "Revendiquée"}),
        ("territoire=T99", set()),
    ],
)
def test_filters_narrow_the_list(admin_client, structure, question, names):
    StructureFactory(name="Revendiquée", claimed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    StructureFactory(name="Sortie", left_list_on=dt.date(2026, 1, 1), source="essai")
    StructureFactory(name="Paris", territory=Territory.objects.get(code="75111"), source="essai")

    shown = admin_client.get(f"{LIST}?{question}").context["cl"].result_list

    assert {each.name for each in shown} == names


def named(client, question):
    return [str(each) for each in client.get(f"{LIST}?{question}").context["cl"].result_list]


def test_structures_are_chosen_by_departement_among_those_that_have_some(admin_client, structure):
    StructureFactory(name="Paris", territory=Territory.objects.get(code="75111"))

    page = admin_client.get(LIST).text

    assert "?territoire=93" in page
    assert "?territoire=75" in page
    assert "?territoire=94" not in page
    assert named(admin_client, "territoire=93") == ["La Brosse"]


def test_structures_are_chosen_by_certification_once_each(admin_client, structure):
    for year in (2022, 2024):
        CertificationFactory(structure=structure, kind_id="EI", valid_from=dt.date(year, 1, 1))
    CertificationFactory(kind_id="AI", verification="declared")

    assert named(admin_client, "certification=EI") == ["La Brosse"]
    assert named(admin_client, "certification=inconnue") == []


def test_structures_are_chosen_and_sorted_by_when_they_were_confirmed(admin_client, time_machine):
    time_machine.move_to(dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC))
    StructureFactory(name="Récente", confirmed_on=dt.date(2025, 6, 1))
    StructureFactory(name="Ancienne", confirmed_on=dt.date(2025, 5, 31))
    StructureFactory(name="Jamais")

    assert named(admin_client, "confirmation=jamais") == ["Jamais"]
    assert named(admin_client, "confirmation=ancienne") == ["Ancienne"]
    assert named(admin_client, "o=7") == ["Ancienne", "Récente", "Jamais"]


def test_structures_are_sorted_by_the_name_that_is_shown_and_by_commune(admin_client):
    StructureFactory(name="Zoé", brand="Atelier", city="Vitry")
    StructureFactory(name="Brosse", city="Montreuil")

    assert named(admin_client, "o=1") == ["Atelier", "Brosse"]
    assert named(admin_client, "o=3") == ["Brosse", "Atelier"]
