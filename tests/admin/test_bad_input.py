"""What no page of the admin would send is answered all the same: never by a failure."""

from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.db import models, transaction
from django.urls import reverse

from suppliers.models import Activity, Certification, ClientReference, Structure
from tests.factories import ActivityFactory, CertificationFactory

from .forms import opened, send
from .test_every_page import MODELS, address, label

pytestmark = pytest.mark.django_db
NO_KEYS = ["732 829 320 00074", "Essai", "12.5", "9" * 30, "a\x00b"]
OWNED = [Certification, Activity, ClientReference]
FILLED = [*OWNED, Structure]
NUL = "\x00"


def answers(client, url, question=None):
    """The answer to a question, in a transaction of its own: one that fails would end that of the test."""
    with transaction.atomic():
        response = client.get(f"{url}?{urlencode(question)}" if question else url)
        transaction.set_rollback(True)
    return response


def filters_of(client, model):
    """Every parameter the list of a model reads, and each of its columns."""
    specs = client.get(address(model, "changelist")).context["cl"].filter_specs
    names = {name for spec in specs for name in spec.expected_parameters()}
    return names | {f"{field.name}__exact" for field in model._meta.fields}


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_a_list_answers_any_filter(admin_client, some, model):
    url = address(model, "changelist")
    wrong = {}
    for name in filters_of(admin_client, model):
        for value in (NUL, "abc", "9" * 30):
            response = answers(admin_client, url, {name: value})
            if response.status_code not in (200, 400) and response.get("location") != f"{url}?e=1":
                wrong[name, value] = response.status_code

    assert wrong == {}


@pytest.mark.parametrize("page", ["change", "delete", "history"])
@pytest.mark.parametrize("model", MODELS, ids=label)
def test_a_row_that_no_key_leads_to_is_not_there(admin_client, model, page):
    for key in (NUL, f"a{NUL}b"):
        assert answers(admin_client, address(model, page, key)).status_code in (302, 403, 404)


def test_a_year_that_no_calendar_holds_is_a_wrong_filter(admin_client, some):
    url = reverse("admin:suppliers_errorreport_changelist")

    assert answers(admin_client, url, {"created_at__year": "9" * 30}).url == f"{url}?e=1"


def test_choices_answer_any_term(admin_client, some):
    url, relations = reverse("admin:autocomplete"), (models.ForeignKey, models.ManyToManyField)
    for model in MODELS:
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if isinstance(field, relations):
                question = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
                question |= {"field_name": field.name, "term": NUL}
                assert answers(admin_client, url, question).status_code in (200, 403, 404), question


@pytest.mark.parametrize("model", FILLED, ids=label)
def test_an_address_that_fills_a_form_with_nonsense_opens_it_empty(admin_client, model):
    for field in [*model._meta.fields, *model._meta.many_to_many]:
        for value in ("abc", "5,abc", NUL, "9" * 30):
            response = answers(admin_client, address(model, "add"), {field.name: value})
            assert response.status_code == 200, (field.name, value)


def test_an_address_fills_a_form(admin_client, structure):
    page = admin_client.get(
        address(Activity, "add"), {"structure": structure.pk, "sectors": "1,2", "zone_kind": "france"}
    )

    initial = page.context["adminform"].form.initial
    assert (initial["structure"], initial["sectors"], initial["zone_kind"]) == (
        structure.pk,
        [1, 2],
        "france",
    )


@pytest.mark.parametrize("typed", NO_KEYS)
@pytest.mark.parametrize("model", OWNED, ids=label)
def test_what_is_no_structure_is_said_at_its_field_and_kept(admin_client, model, typed):
    url = address(model, "add")
    sent = opened(admin_client, url) | {"structure": typed, "client": "La mairie"}

    response = admin_client.post(url, sent)

    assert response.status_code == 200
    assert response.context["adminform"].form.errors["structure"] == [
        "Sélectionnez un choix valide. Ce choix ne fait pas partie de ceux disponibles."
    ]
    assert typed.replace(NUL, "") in response.text
    assert model is not ClientReference or "La mairie" in response.text


@pytest.mark.parametrize("typed", NO_KEYS)
@pytest.mark.parametrize(
    "name",
    ["territory", "legal_form", "employee_band", "certifications-0-kind", "activities-0-sectors"],
)
def test_a_wrong_choice_on_the_page_of_a_structure_is_said(admin_client, structure, name, typed):
    CertificationFactory(structure=structure, verification="declared")
    ActivityFactory(structure=structure)

    response = send(
        admin_client, reverse("admin:suppliers_structure_change", args=[structure.pk]), **{name: typed}
    )

    assert response.status_code == 200
    assert "errorlist" in response.text


def test_what_is_wrong_beside_the_address_is_heard_of(admin_client, monkeypatch):
    def fail(*_args):
        raise OverflowError

    monkeypatch.setattr(admin.site._registry[Structure].__class__, "get_queryset", fail)

    with pytest.raises(OverflowError):
        admin_client.get(reverse("admin:suppliers_structure_changelist"))
