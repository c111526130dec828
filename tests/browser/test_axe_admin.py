"""axe finds nothing on the pages of the administration: its home, each list, a form of each kind."""

import pytest
from django.contrib.admin import site
from django.urls import reverse
from playwright.sync_api import expect

from suppliers.models import User
from tests.admin.conftest import some_of_everything
from tests.admin.test_every_page import CHANGED_BY_HAND
from tests.browser.conftest import said_by_axe
from tests.browser.test_registration import sign_in

MODELS = sorted(site._registry, key=lambda model: model._meta.label)
PARTS = 3  # for the cores to share


@pytest.fixture
def administration(page, live_server, documents_folder):
    admin = User.objects.create_superuser("direction")
    some_of_everything(2, admin)
    sign_in(page, live_server, admin)
    return page


def pages_of(model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model._default_manager.order_by("-pk").first()
    yield reverse(f"{name}_changelist")
    yield reverse(f"{name}_change", args=[row.pk])
    if model._meta.label in CHANGED_BY_HAND:
        yield reverse(f"{name}_add")
        yield reverse(f"{name}_delete", args=[row.pk])


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_in_the_administration(administration, part):
    urls = [reverse("admin:index"), *(url for model in MODELS[part::PARTS] for url in pages_of(model))]
    found = []
    for url in urls:
        answer = administration.goto(url)
        assert answer.status == 200, url
        if said := said_by_axe(administration):
            found.append(f"{url}\n{said}")
    assert not found, "\n\n".join(found)


def test_a_box_that_opens_in_a_form_says_what_it_looks_for(administration):
    administration.goto(reverse("admin:suppliers_certification_add"))

    administration.get_by_role("combobox", name="Structure").click()

    expect(administration.get_by_role("searchbox", name="Structure")).to_be_focused()
