"""Every list, every page of the admin: it opens, it costs the same however many rows there are."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from .conftest import some_of_everything

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
CHANGED_BY_HAND = {
    "suppliers.Structure",
    "suppliers.Certification",
    "suppliers.Activity",
    "suppliers.ClientReference",
    "suppliers.SectorSynonym",
    "suppliers.User",
    "suppliers.StructureMembership",
    "suppliers.BuyerOrganisation",
    "auth.Group",
}


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def label(model):
    return model._meta.label


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    assert response.status_code == 200, url
    return len(captured)


# What a buyer keeps is read by nobody but them and their colleagues: not by who runs the site either.
OF_BUYERS = {
    *("Workspace", "WorkspaceEvent", "SavedSearch", "Need", "Lot", "NeedSite"),
    *("Award", "AwardMember"),
    *("Shortlist", "ShortlistItem", "ShortlistAlert", "ShareLink", "Consortium", "ConsortiumMember"),
    *("Enquiry", "EnquiryRecipient", "Exchange", "MutedAddress", "SourcingRecord", "RecordSeal"),
    *("Ledger", "LedgerLine", "LedgerRefusal", "SpaserTarget"),
}


def test_every_model_has_its_page():
    from django.apps import apps

    ours = set(apps.get_app_config("suppliers").get_models())

    assert {model.__name__ for model in ours - set(MODELS)} == OF_BUYERS


def test_a_list_opens_and_costs_the_same_however_long(admin_client, admin_user):
    def costs():
        return {label(model): queries(admin_client, address(model, "changelist")) for model in MODELS}

    some_of_everything(2, admin_user)
    few = costs()
    some_of_everything(12, admin_user)
    many = costs()

    assert {name: cost for name, cost in many.items() if cost > max(few[name], 4)} == {}


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_a_list_can_be_searched_filtered_and_sorted(admin_client, some, model):
    url = address(model, "changelist")
    model_admin = admin.site._registry[model]
    for question in (
        "q=00000001",
        "q=ateliers+canal",
        "q=%00",
        "q='\"\\",
        "p=2",
        "o=1",
        "o=-2.1",
        "q=" + "a" * 500,
    ):
        response = admin_client.get(f"{url}?{question}")
        assert response.status_code in (200, 302), question
        if response.status_code == 302:
            assert response.url.endswith("?e=1")
    response = admin_client.get(url)
    for each in response.context["cl"].filter_specs:
        for choice in each.choices(response.context["cl"]):
            answer = admin_client.get(url + choice.get("query_string", ""))
            assert answer.status_code == 200, (model_admin, choice)


def test_a_row_opens(admin_client, some):
    for model in MODELS:
        row = model._default_manager.order_by("-pk").first()

        response = admin_client.get(address(model, "change", row.pk))

        assert response.status_code == 200, label(model)
        assert str(row)[:20] in response.text or response.context["original"] == row


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_only_what_people_write_can_be_added(admin_client, model):
    response = admin_client.get(address(model, "add"))

    assert response.status_code == (200 if model._meta.label in CHANGED_BY_HAND else 403)


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_who_is_not_staff_is_sent_to_sign_in(client, django_user_model, model):
    client.force_login(django_user_model.objects.create_user("visiteur"))

    for page in ("changelist", "add"):
        response = client.get(address(model, page))
        assert (response.status_code, response.url.split("?")[0]) == (302, reverse("admin:login"))


def test_staff_without_permission_sees_nothing(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("agent", is_staff=True))

    for model in MODELS:
        assert client.get(address(model, "changelist")).status_code == 403


def test_a_page_costs_the_same_however_many_rows_it_could_choose_from(admin_client, admin_user):
    from suppliers.models import Structure

    some_of_everything(2, admin_user)
    few = queries(admin_client, address(Structure, "change", Structure.objects.latest("pk").pk))
    some_of_everything(12, admin_user)

    assert queries(admin_client, address(Structure, "change", Structure.objects.latest("pk").pk)) == few


def test_the_site_has_its_french_name(admin_client):
    assert "Atlas de l’ESS — administration" in admin_client.get(reverse("admin:index")).text
