"""Error reports: read one, see to it, take that back."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from suppliers.models import ErrorReport
from tests.factories import StructureFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/suppliers/errorreport/"


@pytest.fixture
def report(structure):
    return ErrorReport.objects.create(
        structure=structure, kind="closed", message="Rideau baissé.", email="voisine@example.org"
    )


def page_of(report):
    return reverse("admin:suppliers_errorreport_change", args=[report.pk])


def press(client, report, what, filters="", **extra):
    return client.post(reverse(f"admin:suppliers_errorreport_{what}", args=[report.pk]) + filters, **extra)


def staff(django_user_model, *permissions):
    user = django_user_model.objects.create_user("agent", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def test_the_page_says_what_by_whom_when_and_leads_to_the_structure(admin_client, report, structure):
    page = admin_client.get(page_of(report)).text

    assert "La structure est fermée : La Brosse" in page
    assert f"({structure.pk})" not in page
    assert 'href="mailto:voisine@example.org"' in page
    assert f'href="{structure.get_absolute_url()}"' in page
    assert f'href="{reverse("admin:suppliers_structure_change", args=[structure.pk])}"' in page
    assert "Marquer comme traité" in page
    assert "Remettre à traiter" not in page
    assert 'name="_save"' not in page


def test_the_page_of_a_report_on_a_hidden_structure_offers_no_dead_link(admin_client):
    hidden = StructureFactory(status="hidden")
    report = ErrorReport.objects.create(structure=hidden, kind="closed")

    page = admin_client.get(page_of(report)).text

    assert "la structure est à l’état « Masquée »" in page
    assert hidden.get_absolute_url() not in page
    assert "Quelqu’un qui n’a pas laissé d’adresse." in page


def test_a_report_is_closed_then_opened_again_from_its_page(admin_client, report):
    response = press(admin_client, report, "close", "?_changelist_filters=suivi%3Da-traiter")

    report.refresh_from_db()
    assert (report.handled_at is not None, report.handled_by.username) == (True, "admin")
    assert response.url == f"{LIST}?suivi=a-traiter"
    assert "Remettre à traiter" in admin_client.get(page_of(report)).text

    press(admin_client, report, "reopen")

    report.refresh_from_db()
    assert (report.handled_at, report.handled_by) == (None, None)
    logged = [(each.get_change_message(), each.object_repr) for each in LogEntry.objects.order_by("pk")]
    assert logged == [
        ("Traité.", "La structure est fermée : La Brosse"),
        ("Remis à traiter.", "La structure est fermée : La Brosse"),
    ]


def test_who_closes_second_is_told_and_changes_nothing(admin_client, report):
    press(admin_client, report, "close")
    closed = ErrorReport.objects.get().handled_at

    response = press(admin_client, report, "close", follow=True)

    assert "Déjà traité" in response.text
    assert ErrorReport.objects.get().handled_at == closed
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize("what", ["close", "reopen"])
def test_a_report_is_closed_by_post_alone(admin_client, report, what):
    address = reverse(f"admin:suppliers_errorreport_{what}", args=[report.pk])

    assert admin_client.get(address).status_code == 405
    assert admin_client.post(address.replace(str(report.pk), "999999")).status_code == 404


def test_who_may_only_look_closes_nothing(client, report, django_user_model):
    client.force_login(staff(django_user_model, "view_errorreport"))

    assert "Marquer comme traité" not in client.get(page_of(report)).text
    assert press(client, report, "close").status_code == 403
    report.refresh_from_db()
    assert report.handled_at is None
    assert not LogEntry.objects.exists()


def test_who_may_change_reports_closes_them(client, report, django_user_model):
    client.force_login(staff(django_user_model, "view_errorreport", "change_errorreport"))

    press(client, report, "close")

    assert ErrorReport.objects.get().handled_by.username == "agent"


def test_a_visitor_is_sent_to_sign_in(client, report):
    assert press(client, report, "close").url.startswith(reverse("admin:login"))


def test_what_waits_comes_first_and_the_latest_on_top(admin_client, structure):
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    for kind, age, handled in [("closed", 1, None), ("address", 2, None), ("contact", 0, 1), ("other", 3, 2)]:
        report = ErrorReport.objects.create(structure=structure, kind=kind, message="Voir.")
        ErrorReport.objects.filter(pk=report.pk).update(
            created_at=day - dt.timedelta(age), handled_at=handled and day + dt.timedelta(handled)
        )

    def shown(question=""):
        return [each.kind for each in admin_client.get(LIST + question).context["cl"].result_list]

    assert shown() == ["closed", "address", "other", "contact"]
    assert shown("?suivi=a-traiter") == ["closed", "address"]
    assert shown("?suivi=traites") == ["other", "contact"]


def test_error_reports_are_marked_and_the_log_says_so(admin_client, structure):
    report = ErrorReport.objects.create(structure=structure, kind="closed")
    url = reverse("admin:suppliers_errorreport_changelist")

    admin_client.post(url, {"action": "mark_handled", "_selected_action": [report.pk]})

    report.refresh_from_db()
    assert (report.handled_at is not None, report.handled_by.username) == (True, "admin")
    assert LogEntry.objects.get().get_change_message() == "Traité."
    assert list(admin_client.get(f"{url}?suivi=a-traiter").context["cl"].result_list) == []

    admin_client.post(url, {"action": "mark_open", "_selected_action": [report.pk]})
    report.refresh_from_db()
    assert (report.handled_at, report.handled_by) == (None, None)
