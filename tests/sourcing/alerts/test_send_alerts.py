"""`manage.py send_alerts`: what is new and what was lost, to whom it is for, once."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from suppliers import mailing, search
from suppliers.mailing.stopping import stop_letters
from suppliers.models import (
    BuyerMembership,
    OutgoingEmail,
    SavedSearch,
    User,
)
from suppliers.models.workspace import NOT_COUNTED
from suppliers.sourcing.alerts import news, telling
from suppliers.sourcing.alerts.saved import LOSSES, NEWS
from tests.buyer_factories import SavedSearchFactory, WorkspaceFactory
from tests.factories import BuyerMembershipFactory
from tests.sourcing.alerts.conftest import (
    QUERY,
    alert,
    cleaners,
    following,
    letters,
    lose,
    picked,
    proven,
    somebody,
)

pytestmark = pytest.mark.django_db


def test_new_structures_are_told_once(user):
    cleaners(2)
    row = following(user)
    alert()
    assert letters(NEWS) == []

    new = cleaners(1, structure__name="Propre & Net")[0]
    said = alert()
    (letter,) = letters(NEWS)
    assert letter.to == user.email
    assert letter.subject == f"1 nouvelle structure pour «\u00a0{row.name}\u00a0»"
    assert "- Propre & Net (Montreuil)" in letter.text
    assert f"/annuaire/?{QUERY}" in letter.text
    assert "Propre &amp; Net" in letter.html
    assert "nouvelles structures : 1" in said
    row.refresh_from_db()
    assert new.pk in row.seen_ids
    assert row.told_on == dt.date.today()

    alert()
    alert(days=1)
    assert len(letters(NEWS)) == 1


def test_a_letter_can_be_stopped_at_once(client, user):
    following(user)
    cleaners()
    alert()
    (letter,) = letters(NEWS)
    url = letter.headers["List-Unsubscribe"].strip("<>")
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in letter.text

    assert client.post(url.partition("//")[2].partition("/")[2].join(("/", ""))).status_code == 200
    user.refresh_from_db()
    assert user.muted_emails == [NEWS]
    cleaners()
    alert(days=2)
    assert len(letters(NEWS)) == 1


def test_daily_is_once_a_day_and_weekly_once_in_seven(user):
    daily, weekly = following(user), following(somebody(), "weekly")
    for day in range(15):
        cleaners()
        alert(days=day)
        alert(days=day)
    assert OutgoingEmail.objects.filter(kind=NEWS, user=daily.recipient).count() == 15
    assert OutgoingEmail.objects.filter(kind=NEWS, user=weekly.recipient).count() == 3


def test_one_letter_tells_of_all_searches(user):
    first = following(user)
    SavedSearchFactory(
        workspace=first.workspace, query="", name="Tout", recipient=user, frequency="daily", seen_ids=[]
    )
    cleaners(12)
    alert()
    (letter,) = letters(NEWS)
    assert letter.subject == "12 nouvelles structures pour vos recherches"
    assert letter.text.count("- et 2 autres") == 2
    assert "«\u00a0Tout\u00a0» trouve 12 nouvelles structures" in letter.text


def test_nobody_is_told_who_did_not_ask(user):
    following(user, "never")
    following(somebody(is_active=False))
    following(somebody(email=""))
    muted = somebody()
    following(muted)
    stop_letters(muted, NEWS)
    SavedSearchFactory(query=QUERY)
    cleaners()
    alert()
    assert letters(NEWS) == []


def test_a_colleague_who_has_left_is_told_no_more(user):
    member = BuyerMembershipFactory(user=user)
    shared = WorkspaceFactory(organisation=member.organisation)
    following(user, workspace=shared)
    cleaners()
    alert()
    assert f"(avec {member.organisation})" in letters(NEWS)[0].text

    BuyerMembership.objects.all().delete()
    cleaners()
    alert(days=1)
    assert len(letters(NEWS)) == 1


def test_a_search_too_wide_is_not_told(user, monkeypatch):
    following(user)
    cleaners(3)
    monkeypatch.setattr("suppliers.sourcing.alerts.finding.MOST_ALERTED", 2)
    alert()
    assert letters(NEWS) == []


def test_what_was_never_counted_is_not_all_new(user):
    row = following(user)
    SavedSearch.objects.filter(pk=row.pk).update(seen_ids=NOT_COUNTED)
    cleaners(3)
    alert()
    assert letters(NEWS) == []


def test_a_filter_that_is_no_more_tells_nothing(user):
    row = following(user)
    SavedSearch.objects.filter(pk=row.pk).update(query="secteur=un-secteur-qui-n-est-plus")
    cleaners()
    alert()
    assert letters(NEWS) == []


def test_one_reader_whose_letter_fails_stops_no_other(user, monkeypatch, caplog):
    others = [somebody(), somebody()]
    for reader in (user, *others):
        following(reader)
    lost = proven()
    picked(others[1], lost)
    cleaners()
    lose(lost)
    prepare = news.prepare

    def falls(kind, context, *, to):
        if to == user:
            raise OSError("la fiche ne se lit pas")
        return prepare(kind, context, to=to)

    monkeypatch.setattr(news, "prepare", falls)
    with pytest.raises(CommandError, match="n’ont pas pu être écrites : 1"):
        alert()
    assert [letter.to for letter in letters(NEWS)] == [other.email for other in others]
    assert [letter.to for letter in letters(LOSSES)] == [others[1].email]
    assert f"account {user.pk}" in caplog.text
    assert "la fiche ne se lit pas" in caplog.text

    monkeypatch.undo()
    alert()
    assert [letter.to for letter in letters(NEWS)] == [other.email for other in (*others, user)]


def test_a_letter_that_cannot_be_kept_is_not_told(user, monkeypatch):
    row = following(user)
    cleaners()

    def falls(_emails):
        raise OSError("le disque est plein")

    monkeypatch.setattr(news, "write_many", falls)
    with pytest.raises(CommandError):
        alert()
    row.refresh_from_db()
    assert row.told_on is None
    monkeypatch.undo()
    alert()
    assert len(letters(NEWS)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_write_each_letter_once():
    people: list[User] = [somebody() for _ in range(4)]
    structure = proven()
    for person in people:
        following(person)
        picked(person, structure)
    cleaners()
    lose(structure)
    together, fallen = threading.Barrier(2), []

    def run() -> None:
        try:
            together.wait(timeout=20)
            telling.write_alerts(search.state())
        except Exception as error:
            fallen.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert fallen == []
    for kind in (NEWS, LOSSES):
        assert sorted(letter.to for letter in letters(kind)) == sorted(person.email for person in people)


def test_a_quiet_run_says_nothing(user, capsys):
    call_command("send_alerts", verbosity=0)
    assert capsys.readouterr().out == ""
    assert mailing.outbox.waiting_count() == 0
