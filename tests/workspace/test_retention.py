"""A visitor's work is there for thirty days after their last visit."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command

from suppliers.models import Workspace
from tests.buyer_factories import SavedSearchFactory, WorkspaceFactory
from tests.factories import BuyerOrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
LIST = "/espace/recherches/"


@pytest.fixture
def workspace(client):
    with time_machine.travel(START, tick=False):
        sent = {"recherche": "secteur=nettoyage-locaux", "name": "Écoles"}
        client.post(f"{LIST}enregistrer/", sent, follow=True)  # the page that says so
    return Workspace.objects.get()


def on_day(client, day: int) -> bool:
    """Whether the visitor who comes on that day finds their work; the cookie goes as a browser drops it."""
    with time_machine.travel(START + day * DAY, tick=False):
        call_command("remind", verbosity=0)
        return "Écoles" in client.get(LIST).text


def test_who_comes_back_in_time_has_thirty_days_again(client, workspace):
    for day in (20, 49, 78):
        assert on_day(client, day)
        with time_machine.travel(START + day * DAY, tick=False):
            left = client.session.get_expiry_date() - dt.datetime.now(dt.UTC)
        assert left == 30 * DAY
    workspace.refresh_from_db()
    assert workspace.last_used_on == (START + 78 * DAY).date()


def test_reading_gives_the_cookie_as_long_again(client, workspace):
    with time_machine.travel(START + 20 * DAY, tick=False):
        answer = client.get(LIST)
        assert answer.cookies["sessionid"]["max-age"] == 30 * 24 * 3600
        assert "sessionid" not in client.get(LIST).cookies, "once a day is enough"


def test_who_comes_back_too_late_finds_nothing(client, workspace):
    assert not on_day(client, 31)
    assert not Workspace.objects.exists()


def test_those_of_accounts_and_organisations_are_kept():
    with time_machine.travel(START, tick=False):
        kept = [
            WorkspaceFactory(user=UserFactory()),
            WorkspaceFactory(organisation=BuyerOrganisationFactory()),
        ]
        SavedSearchFactory(workspace=WorkspaceFactory())
    with time_machine.travel(START + 30 * DAY, tick=False):
        call_command("remind", verbosity=0)
        assert Workspace.objects.count() == 3
    with time_machine.travel(START + 31 * DAY, tick=False):
        call_command("remind", verbosity=0)
        assert list(Workspace.objects.all()) == kept
