"""Accounts that nobody uses: warned thirty days before, deleted after three years."""

import datetime as dt

import pytest
from django.utils import timezone

from suppliers.accounts.groups import Group
from suppliers.accounts.retention import delete_inactive, inactive_accounts, remind_inactive
from suppliers.models import Event, OutgoingEmail, User
from tests.accounts.people import letters, member, roles, somebody
from tests.factories import StructureFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NOW = timezone.now()
LONG_AGO = NOW - dt.timedelta(days=3 * 365 + 2) + 30 * DAY  # three years are over within thirty days


def sleeper(name="marie", since=LONG_AGO, **fields):
    return somebody(name, date_joined=since, last_login=since, **fields)


def test_account_is_inactive_once_it_has_neither_signed_in_nor_changed_anything():
    asleep = sleeper()
    never_came = somebody("jamais", date_joined=LONG_AGO, last_login=None)
    somebody("recent", date_joined=NOW)
    somebody("revenu", date_joined=LONG_AGO, last_login=NOW)
    Event.objects.record("profiles.confirm", by=sleeper("par-courriel"))
    for name, role in (("v", "is_validator"), ("a", "is_superuser"), ("s", "is_staff")):
        sleeper(name, **{role: True})
    assert list(inactive_accounts(NOW - DAY)) == [asleep, never_came]


def test_inactive_account_is_warned_once_whatever_it_has_silenced():
    sleeper(muted_emails=["account_inactive"])
    assert remind_inactive(NOW, link="https://atlas.example/compte/login/") == 1
    assert remind_inactive(NOW + DAY) == 0
    letter = OutgoingEmail.objects.get()
    assert letter.to == "marie@canal.example"
    assert "Garder mon compte : https://atlas.example/compte/login/" in letter.text


def test_inactive_account_is_deleted_thirty_days_after_the_warning_and_not_before():
    sleeper()
    assert delete_inactive(NOW + 40 * DAY) == 0
    remind_inactive(NOW)
    assert delete_inactive(NOW + 29 * DAY) == 0
    assert delete_inactive(NOW + 31 * DAY) == 1
    assert not User.objects.exists()
    assert letters("account_deleted") == ["marie@canal.example"]
    assert "il n’a pas servi depuis trois ans" in OutgoingEmail.objects.get().text


def test_account_used_after_the_warning_stays_and_is_warned_again_years_later():
    user = sleeper()
    remind_inactive(NOW)
    User.objects.filter(pk=user.pk).update(last_login=NOW + DAY)
    assert delete_inactive(NOW + 31 * DAY) == 0
    later = NOW + dt.timedelta(days=3 * 366)
    assert delete_inactive(later) == 0
    assert remind_inactive(later) == 1


def test_structure_of_an_inactive_account_goes_to_its_oldest_member():
    group = Group(StructureFactory(published=True))
    for name, role in (("marie", "owner"), ("samir", "editor"), ("lea", "editor")):
        member(group, name, role)
    User.objects.filter(username="marie").update(date_joined=LONG_AGO, last_login=LONG_AGO)
    remind_inactive(NOW)
    delete_inactive(NOW + 31 * DAY)
    assert roles(group) == {"samir": "owner", "lea": "editor"}


def test_account_that_has_become_a_validator_since_is_kept():
    user = sleeper()
    remind_inactive(NOW)
    User.objects.filter(pk=user.pk).update(is_validator=True)
    assert delete_inactive(NOW + 31 * DAY) == 0


def test_three_years_before_the_29th_of_february_are_the_28th():
    on = dt.datetime(2028, 2, 29, 12, tzinfo=dt.UTC)
    sleeper(since=dt.datetime(2025, 2, 28, 11, tzinfo=dt.UTC))
    remind_inactive(on - 30 * DAY)
    Event.objects.update(at=on - 30 * DAY)
    assert delete_inactive(on) == 1
