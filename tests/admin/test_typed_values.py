"""What is typed is read as the database holds it, and refused where an import would refuse it."""

import datetime as dt

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from suppliers.admin.fields import MultilineField
from suppliers.models import Activity, Structure
from tests.factories import ActivityFactory, CertificationFactory

from .forms import send
from .test_lists import forms_of

pytestmark = pytest.mark.django_db
TODAY = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
LINES = "Ménage.\nVitrerie.\n\nDepuis 1998."


def page_of(row):
    return reverse(f"admin:suppliers_{row._meta.model_name}_change", args=[row.pk])


@pytest.mark.parametrize("stored", [LINES, LINES.replace("\n", "\r\n"), f"{LINES}\n"])
def test_a_structure_that_is_saved_as_it_stood_is_marked_as_changed_nowhere(admin_client, structure, stored):
    structure.description = stored
    structure.save()
    ActivityFactory(structure=structure, description=stored)

    assert send(admin_client, page_of(structure)).status_code == 302

    structure.refresh_from_db()
    assert (structure.description, structure.edited_fields) == (LINES, [])
    assert LogEntry.objects.get().get_change_message() == "Aucun champ modifié."


def test_lines_that_are_added_are_kept_as_lists_write_them(admin_client, structure):
    structure.description = LINES
    structure.save()
    activity = ActivityFactory(structure=structure)

    send(admin_client, page_of(structure), description=f"{LINES}\r\nEt depuis.")
    send(admin_client, page_of(activity), description="Des sols\r\net des vitres")

    structure.refresh_from_db()
    assert (structure.description, structure.edited_fields) == (f"{LINES}\nEt depuis.", ["description"])
    assert Activity.objects.get().description == "Des sols\net des vitres"


def test_every_text_of_several_lines_is_read_so(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    wide = [
        (model._meta.label, name, type(field))
        for model, model_admin in admin.site._registry.items()
        if model_admin.has_change_permission(request)
        for name, field in forms_of(model_admin, request)
        if isinstance(field.widget, forms.Textarea)
    ]

    assert {"suppliers.Structure", "suppliers.Activity"} <= {label for label, _, _ in wide}
    assert {kind for _, _, kind in wide} == {MultilineField}


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("phone", "abc", "Un numéro français compte dix chiffres"),
        ("phone", "01 02 03 04", "Un numéro français compte dix chiffres"),
        ("postal_code", "ABCDE", "Un code postal compte cinq chiffres."),
        ("postal_code", "9350", "Un code postal compte cinq chiffres."),
        ("naf_code", "xx", "Un code NAF s’écrit comme 81.21Z"),
        ("confirmed_on", "02/06/2026", "Cette date est à venir."),
        ("source_date", "02/06/2026", "Cette date est à venir."),
    ],
)
def test_what_an_import_would_refuse_is_refused_at_its_field(
    admin_client, structure, time_machine, name, typed, said
):
    time_machine.move_to(TODAY)

    form = send(admin_client, page_of(structure), **{name: typed}).context["adminform"].form

    assert [*form.errors] == [name]
    assert said in form.errors[name][0]


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("phone", "01.02.03.04.05", "01 02 03 04 05"),
        ("phone", "+33 (0)1 02 03 04 05", "01 02 03 04 05"),
        ("phone", "+32 2 555 12 34", "+3225551234"),
        ("phone", "3949", "3949"),
        ("phone", "", ""),
        ("postal_code", "93501 ", "93501"),
        ("naf_code", "8121z", "81.21Z"),
    ],
)
def test_what_is_typed_is_stored_as_imports_write_it(admin_client, structure, name, typed, stored):
    assert send(admin_client, page_of(structure), **{name: typed}).status_code == 302

    structure.refresh_from_db()
    assert getattr(structure, name) == stored


def test_what_stands_there_already_keeps_nobody_from_saving_the_rest(admin_client, structure):
    Structure.objects.filter(pk=structure.pk).update(phone="poste 12", naf_code="xx", postal_code="?")

    assert send(admin_client, page_of(structure), brand="La Brosse").status_code == 302


def test_a_point_abroad_is_refused_at_its_field(admin_client, structure):
    form = send(admin_client, page_of(structure), latitude="40", longitude="-100").context["adminform"].form

    assert [*form.errors] == ["latitude"]
    assert "pas en France" in form.errors["latitude"][0]


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("verified_on", "02/06/2026", "Cette date est à venir."),
        ("listed_on", "02/06/2026", "Cette date est à venir."),
        ("target_share_year", "3000", "Une année de 1990 à 2026"),
        ("annex_year", "99", "Une année de 1990 à 2026"),
    ],
)
def test_days_and_years_of_a_certification_have_come(
    admin_client, structure, time_machine, name, typed, said
):
    time_machine.move_to(TODAY)
    certification = CertificationFactory(structure=structure, verification="declared")

    own = send(admin_client, page_of(certification), **{name: typed})
    inline = send(admin_client, page_of(structure), **{f"certifications-0-{name}": typed})

    assert said in own.context["adminform"].form.errors[name][0]
    assert inline.status_code == 200
    assert said in inline.text


@pytest.mark.parametrize(
    ("changes", "name", "said"),
    [
        ({"rna": "W1"}, "rna", "Un numéro RNA s’écrit W suivi de neuf caractères"),
        ({"latitude": "95"}, "latitude", "La latitude va de −90 à 90 degrés."),
        ({"longitude": "-181"}, "longitude", "La longitude va de −180 à 180 degrés."),
        ({"longitude": ""}, "longitude", "la latitude est donnée seule"),
        ({"latitude": ""}, "latitude", "la longitude est donnée seule"),
        ({"latitude": "abc"}, "latitude", "Saisissez un nombre."),
        ({"geo_precision": ""}, "geo_precision", "Un point dit sa précision."),
        ({"headcount": "3", "inclusion_posts": "4"}, "inclusion_posts", "pas plus de personnes en insertion"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_alone(admin_client, structure, changes, name, said):
    form = send(admin_client, page_of(structure), **changes).context["adminform"].form

    assert [*form.errors] == [name]
    assert len(form.errors[name]) == 1
    assert said in form.errors[name][0]


@pytest.mark.parametrize(
    ("changes", "name", "said"),
    [
        (
            {"valid_from": "02/01/2026", "valid_until": "01/01/2026"},
            "valid_until",
            "après avoir commencé",
        ),
        ({"valid_from": "01/01/2020", "valid_until": "01/01/2029"}, "valid_until", "La loi limite"),
        ({"verification": "verified", "valid_until": "01/01/2059"}, "valid_until", "donnez son début"),
        ({"target_share": "101"}, "target_share", "est un pourcentage"),
    ],
)
def test_what_is_wrong_in_a_certification_is_said_at_its_field(admin_client, structure, changes, name, said):
    certification = CertificationFactory(structure=structure, kind_id="EI", verification="declared")

    form = send(admin_client, page_of(certification), **changes).context["adminform"].form

    assert [*form.errors] == [name]
    assert said in form.errors[name][0]
