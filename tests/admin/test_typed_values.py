"""What is typed is read as the database holds it, and refused where an import would refuse it."""

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from suppliers.admin.fields import MultilineField
from suppliers.models import Activity
from tests.factories import ActivityFactory

from .forms import send
from .test_lists import forms_of

pytestmark = pytest.mark.django_db
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
