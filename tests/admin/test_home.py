"""The admin's home: what waits first, then the directory, then the reference."""

import os
import subprocess
import sys

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse

from suppliers.admin import handling
from suppliers.admin.site import GROUPS
from suppliers.models import ErrorReport, ImportIssue, ImportRun, Structure, User
from tests.factories import StructureFactory

from .conftest import some_of_everything

pytestmark = pytest.mark.django_db
HOME = "/admin/"


def lines(client):
    return client.get(HOME).context["waiting"]


def said(client):
    return [line.text for line in lines(client)]


def test_what_waits_is_counted_and_comes_first(admin_client, admin_user, structure):
    StructureFactory.create_batch(2, status="pending")
    StructureFactory(status="draft")
    reports = [ErrorReport.objects.create(structure=structure, kind="closed") for _ in range(3)]
    handling.close(ErrorReport.objects.filter(pk=reports[0].pk), by=admin_user)
    ImportRun.objects.create(source="siae", file_name="ancien.csv", refused=9, status="done")
    ImportRun.objects.create(source="siae", file_name="siae.csv", refused=1, status="done")
    ImportRun.objects.create(source="siae", file_name="essai.csv", refused=7, status="done", dry_run=True)

    assert said(admin_client) == [
        "0 élément à valider",
        "2 structures à valider",
        "2 signalements à traiter",
        "1 ligne refusée",
        "1 structure publiée",
        "1 brouillon",
    ]
    assert [line.waits for line in lines(admin_client)] == [False, True, True, True, False, False]
    assert lines(admin_client)[3].detail.startswith("Dernier import : siae.csv, ")

    handling.close(ErrorReport.objects.all(), by=admin_user)
    Structure.objects.filter(status="pending").update(status="hidden")

    assert said(admin_client)[1:3] == ["0 structure à valider", "0 signalement à traiter"]
    assert [line.waits for line in lines(admin_client)][1:3] == [False, False]


def test_each_line_leads_to_the_rows_it_counts(admin_client, structure):
    pending = StructureFactory(status="pending")
    report = ErrorReport.objects.create(structure=structure, kind="closed")
    run = ImportRun.objects.create(source="siae", file_name="siae.csv", refused=1)
    issue = ImportIssue.objects.create(run=run, line=2, severity="refused", code="essai", reason="Essai.")
    ImportIssue.objects.create(run=run, line=3, severity="doubtful", code="essai", reason="Essai.")

    shown = [list(admin_client.get(line.url).context["cl"].result_list) for line in lines(admin_client)[1:]]

    assert shown == [[pending], [report], [issue], [structure]]


def test_without_any_import_the_home_says_so(admin_client):
    assert said(admin_client)[3] == "Aucun import"


def test_an_import_without_refused_row_leads_to_its_own_page(admin_client):
    run = ImportRun.objects.create(source="siae", file_name="siae.csv")

    line = lines(admin_client)[3]

    assert (line.text, line.waits) == ("0 ligne refusée", False)
    assert line.url == reverse("admin:suppliers_importrun_change", args=[run.pk])


def test_who_sees_error_reports_alone_is_told_of_nothing_else(client, structure):
    ErrorReport.objects.create(structure=structure, kind="closed")
    agent = User.objects.create_user("agent", is_staff=True)
    agent.user_permissions.set(Permission.objects.filter(codename="view_errorreport"))
    client.force_login(agent)

    assert said(client) == ["1 signalement à traiter"]
    (group,) = client.get(HOME).context["app_list"]
    assert [row["object_name"] for row in group["models"]] == ["ErrorReport"]


def test_who_may_see_nothing_is_told_so(client):
    client.force_login(User.objects.create_user("agent", is_staff=True))

    page = client.get(HOME)

    assert page.context["waiting"] == []
    assert "Vous n’avez pas la permission de voir ou de modifier quoi que ce soit." in page.text


@pytest.mark.parametrize("how_many", [2, 30])
def test_the_home_asks_few_questions_however_much_there_is(
    admin_client, admin_user, how_many, django_assert_num_queries
):
    some_of_everything(how_many, admin_user)
    admin_client.get(HOME)

    # The session, the account, four counts, and what one did last.
    with django_assert_num_queries(7):
        admin_client.get(HOME)


def test_every_model_has_its_place_in_the_menu(admin_client):
    placed = [model for _, models in GROUPS for model in models]

    assert set(placed) == set(admin.site._registry)
    assert len(placed) == len(set(placed))
    groups = admin_client.get(HOME).context["app_list"]
    assert [group["name"] for group in groups] == [title for title, _ in GROUPS]
    assert [row["object_name"] for row in groups[0]["models"]][:2] == ["Structure", "ReviewItem"]


def test_the_page_of_one_application_still_opens(admin_client):
    page = admin_client.get(reverse("admin:app_list", args=["auth"]))

    assert [app["app_label"] for app in page.context["app_list"]] == ["auth"]


def test_the_models_are_registered_as_soon_as_django_is_ready():
    """In a process that imports nothing else: tests import modules of the admin themselves."""
    code = (
        "import django; django.setup(); from django.contrib import admin;"
        "print(len(admin.site._registry), type(admin.site._wrapped).__name__)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    answer = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )

    assert answer.stdout.split() == [str(len(admin.site._registry)), "AtlasAdminSite"]
