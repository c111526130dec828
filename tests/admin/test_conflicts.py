"""Two people have the same structure open; an import comes between."""

import pytest
from django.urls import reverse

from suppliers.models import Structure
from tests.factories import ActivityFactory, CertificationFactory, ClientReferenceFactory
from tests.imports.lists import a_row, import_rows

from .forms import opened, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(structure):
    return reverse("admin:suppliers_structure_change", args=[structure.pk])


@pytest.fixture
def other_client(client, django_user_model):
    """A colleague."""
    client.force_login(django_user_model.objects.create_superuser("camille", first_name="Camille"))
    return client


def errors(response):
    return response.context["adminform"].form.errors


def test_the_second_to_save_is_told_who_was_first(admin_client, other_client, structure, url):
    mine = opened(admin_client, url)
    send(other_client, url, brand="Le Seau", headcount="12")

    response = admin_client.post(url, {**mine, "phone": "01 02 03 04 05", "brand": "La Brosse à dents"})

    structure.refresh_from_db()
    assert (structure.brand, structure.phone) == ("Le Seau", "")
    assert "Cette fiche a changé depuis que vous l’avez ouverte : Camille, le " in response.text
    assert errors(response)["brand"] == ["Sur la fiche actuelle : « Le Seau »."]
    assert errors(response)["headcount"] == ["Sur la fiche actuelle : « 12 »."]
    assert errors(response)["phone"] == ["Sur la fiche actuelle : rien."]
    assert 'value="La Brosse à dents"' in response.text


def test_who_saves_again_after_being_told_is_obeyed(admin_client, other_client, structure, url):
    mine = opened(admin_client, url)
    send(other_client, url, brand="Le Seau")
    told = admin_client.post(url, {**mine, "phone": "01 02 03 04 05"})

    again = {"seen": told.context["adminform"].form["seen"].value(), "brand": "Le Seau"}
    response = admin_client.post(url, {**mine, "phone": "01 02 03 04 05", **again})

    structure.refresh_from_db()
    assert response.status_code == 302
    assert (structure.brand, structure.phone) == ("Le Seau", "01 02 03 04 05")


def test_who_is_told_and_waits_too_long_is_told_again(admin_client, other_client, url):
    mine = opened(admin_client, url)
    send(other_client, url, brand="Le Seau")
    told = admin_client.post(url, {**mine, "phone": "01 02 03 04 05"})
    send(other_client, url, brand="La Serpillière")

    again = {"seen": told.context["adminform"].form["seen"].value()}
    response = admin_client.post(url, {**mine, "phone": "01 02 03 04 05", **again})

    assert errors(response)["brand"] == ["Sur la fiche actuelle : « La Serpillière »."]


def test_an_import_in_between_is_named_and_not_undone(admin_client, structure, url, tmp_path):
    certification = CertificationFactory(structure=structure, kind_id="EI", verification="declared")
    mine = opened(admin_client, url)
    import_rows(tmp_path, a_row(siret=structure.siret))

    response = admin_client.post(url, {**mine, "certifications-0-number": "EI-93-001"})

    certification.refresh_from_db()
    assert (certification.verification, certification.number) == ("verified", "")
    assert "import du fichier « siae.csv », le " in response.text
    (formset, *_) = response.context["inline_admin_formsets"]
    assert formset.formset.forms[0].errors["verification"] == ["Sur la fiche actuelle : « Vérifiée »."]
    assert 'value="EI-93-001"' in response.text


@pytest.mark.parametrize("change", ["sectors", "removed", "added", "row"])
def test_whatever_the_page_shows_counts(admin_client, structure, url, change):
    activity = ActivityFactory(structure=structure)
    mine = opened(admin_client, url)
    match change:
        case "sectors":
            activity.sectors.clear()
        case "removed":
            activity.delete()
        case "added":
            CertificationFactory(structure=structure, verification="declared")
        case "row":
            Structure.objects.filter(pk=structure.pk).update(city="Bagnolet")

    response = admin_client.post(url, mine)

    assert response.status_code == 200
    assert "Cette fiche a changé depuis que vous l’avez ouverte" in response.text


@pytest.mark.parametrize("line", ["certifications", "activities", "references"])
def test_a_line_that_is_gone_is_told_as_long_as_it_is_sent(admin_client, structure, url, line):
    CertificationFactory(structure=structure, verification="declared")
    ActivityFactory(structure=structure)
    ClientReferenceFactory(structure=structure)
    mine = opened(admin_client, url)
    getattr(structure, line).all().delete()

    told = admin_client.post(url, mine)
    again = admin_client.post(url, {**mine, "seen": told.context["adminform"].form["seen"].value()})

    for response in (told, again):
        assert "Une de ces lignes a été supprimée entre-temps" in response.text


def test_nobody_is_told_of_a_change_to_another_structure(admin_client, other_client, structure, url):
    other = CertificationFactory(verification="declared").structure
    mine = opened(admin_client, url)
    send(other_client, reverse("admin:suppliers_structure_change", args=[other.pk]), brand="Le Seau")

    assert admin_client.post(url, mine).status_code == 302


@pytest.mark.parametrize("seen", ["", "hier", "demain 0123", "2026-11-24 0123", "\x00 \x00"])
def test_a_mark_that_was_tampered_with_is_no_error(admin_client, structure, url, seen):
    assert admin_client.post(url, {**opened(admin_client, url), "seen": seen}).status_code in (200, 302)


def test_who_may_only_look_sees_no_mark(client, structure, url, django_user_model):
    from django.contrib.auth.models import Permission

    reader = django_user_model.objects.create_user("lecture", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_structure"))
    client.force_login(reader)

    page = client.get(url)

    assert page.status_code == 200
    assert "Seen" not in page.text
