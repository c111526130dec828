import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from suppliers import search
from suppliers.models import Certification, DirectoryEntry
from tests.factories import (
    ActivityFactory,
    CertificationFactory,
    StructureFactory,
    siret_number,
)

from .forms import send

pytestmark = pytest.mark.django_db


def page_of(structure):
    return reverse("admin:suppliers_structure_change", args=[structure.pk])


def card(structure):
    return DirectoryEntry.objects.get(pk=structure.pk).card


def test_a_name_that_is_changed_shows_at_once(admin_client, structure):
    response = send(admin_client, page_of(structure), name="Le Seau")

    assert response.status_code == 302
    assert card(structure)["name"] == "Le Seau"
    assert search.differences() == []
    assert LogEntry.objects.get().object_id == str(structure.pk)


def test_what_belongs_to_a_structure_shows_at_once(admin_client, structure):
    activity = ActivityFactory(structure=structure)
    send(
        admin_client,
        page_of(structure),
        **{
            "certifications-TOTAL_FORMS": 1,
            "certifications-0-kind": "EI",
            "certifications-0-verification": "verified",
            "certifications-0-structure": structure.pk,
            "activities-0-service_type": "fabrication",
        },
    )

    activity.refresh_from_db()
    certification = structure.certifications.get()
    assert activity.service_type == "fabrication"
    assert (certification.verified_on is not None, certification.verified_by.username) == (True, "admin")
    assert [each["kind"] for each in card(structure)["certifications"]] == ["EI"]
    assert card(structure)["offers"][0]["type"] == "fabrication"
    assert search.differences() == []


def test_two_new_certifications_of_one_kind_are_refused_with_a_sentence(admin_client, structure):
    twice = {
        f"certifications-{n}-{name}": value
        for n in (0, 1)
        for name, value in (("kind", "EI"), ("verification", "declared"))
    }

    response = send(admin_client, page_of(structure), **twice, **{"certifications-TOTAL_FORMS": 2})

    assert response.status_code == 200
    assert "Cette certification est déjà enregistrée pour cette période." in response.text
    assert not Certification.objects.exists()


def test_a_certification_that_exists_already_is_refused_with_a_sentence(admin_client, structure):
    CertificationFactory(structure=structure, kind_id="EI", verification="declared")

    response = send(
        admin_client,
        page_of(structure),
        **{
            "certifications-TOTAL_FORMS": 2,
            "certifications-1-kind": "EI",
            "certifications-1-verification": "declared",
        },
    )

    assert response.status_code == 200
    assert "déjà enregistrée" in response.text


def test_a_declared_end_stands_beside_a_certification_without_dates(admin_client, structure):
    CertificationFactory(structure=structure, kind_id="EI", verified_on=dt.date(2026, 1, 1))

    response = send(
        admin_client,
        page_of(structure),
        **{
            "certifications-TOTAL_FORMS": 2,
            "certifications-1-kind": "EI",
            "certifications-1-verification": "declared",
            "certifications-1-valid_until": "31/12/2027",
        },
    )

    assert response.status_code == 302
    assert len(card(structure)["certifications"]) == 2


def test_a_period_longer_than_the_law_is_refused_with_a_sentence(admin_client, structure):
    response = send(
        admin_client,
        page_of(structure),
        **{
            "certifications-TOTAL_FORMS": 1,
            "certifications-0-kind": "EI",
            "certifications-0-verification": "declared",
            "certifications-0-valid_from": "01/01/2024",
            "certifications-0-valid_until": "01/01/2029",
        },
    )

    assert response.status_code == 200
    assert "La loi limite cette certification à 3 ans." in response.text


def test_an_activity_by_territories_names_one(admin_client, structure):
    ActivityFactory(structure=structure)

    response = send(admin_client, page_of(structure), **{"activities-0-zone_kind": "territories"})

    assert "Choisissez au moins un territoire, ou une autre zone." in response.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("751 870 494 00027", "sa clé de contrôle est fausse"),
        ("751870494", "Un SIRET compte quatorze chiffres."),
    ],
)
def test_a_wrong_siret_is_refused_at_its_field(admin_client, structure, typed, said):
    response = send(admin_client, page_of(structure), siret=typed)

    assert said in response.context["adminform"].form.errors["siret"][0]


def test_a_siret_that_is_put_right_takes_its_certifications_along(admin_client, structure):
    CertificationFactory(structure=structure, kind_id="ESUS", verification="declared")
    sister = StructureFactory(published=True, siret=f"{structure.siret[:9]}00028")
    search.refresh()
    number = siret_number(900_001)

    send(admin_client, page_of(structure), siret=f" {number[:9]} {number[9:]} ")

    structure.refresh_from_db()
    assert structure.siret == number
    assert structure.certifications.get().siren == number[:9]
    assert card(sister)["certifications"] == []
    assert search.differences() == []


def test_what_is_put_right_by_hand_is_kept_from_the_next_import(admin_client, structure):
    send(admin_client, page_of(structure), brand="La Brosse", phone="01 02 03 04 05")

    structure.refresh_from_db()
    assert structure.edited_fields == ["brand"]


def test_a_point_that_is_moved_is_placed_by_hand(admin_client, structure):
    send(admin_client, page_of(structure), latitude="48.87")

    structure.refresh_from_db()
    assert (structure.latitude, structure.geo_precision) == (48.87, "manual")


def test_a_point_that_is_cleared_has_no_precision(admin_client, structure):
    send(admin_client, page_of(structure), latitude="", longitude="")

    structure.refresh_from_db()
    assert (structure.latitude, structure.geo_precision) == (None, "")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"longitude": ""}, "Latitude et longitude vont ensemble"),
        ({"name": " "}, "Ce champ est obligatoire."),
        ({"rna": "12"}, "Un numéro RNA s’écrit W suivi de neuf caractères"),
        ({"headcount": "3", "inclusion_posts": "4"}, "pas plus de personnes en insertion"),
    ],
)
def test_bad_input_gets_a_sentence(admin_client, structure, changes, said):
    response = send(admin_client, page_of(structure), **changes)

    assert response.status_code == 200
    assert said in response.text


def test_a_structure_without_a_list_is_published_under_the_name_of_who_does_it(admin_client):
    structure = StructureFactory(status="pending")

    send(admin_client, page_of(structure), status="published")

    structure.refresh_from_db()
    assert (structure.status, structure.validated_by.username) == ("published", "admin")
    assert DirectoryEntry.objects.filter(pk=structure.pk).exists()


def test_a_published_structure_can_lose_its_source(admin_client, structure):
    assert send(admin_client, page_of(structure), source="").status_code == 302

    structure.refresh_from_db()
    assert structure.validated_at is not None


def test_the_page_leads_to_the_public_one_if_there_is_one(admin_client, structure):
    hidden = StructureFactory(status="hidden")

    assert structure.get_absolute_url() in admin_client.get(page_of(structure)).text
    assert hidden.get_absolute_url() not in admin_client.get(page_of(hidden)).text
