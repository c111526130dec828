"""`manage.py remind`: what is due is written, once, to those who have not stopped it."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from suppliers.models import Invitation, OutgoingEmail, Reminder, Structure, User
from suppliers.registration.reminders import ENDING, TO_CONFIRM
from tests.factories import (
    CertificationFactory,
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
)
from tests.mailing.conftest import mail_server

__all__ = ["mail_server"]
pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)


def remind(day=TODAY):
    """The letters that a run on this day writes: their kind and who gets them, in order."""
    before = set(OutgoingEmail.objects.values_list("pk", flat=True))
    with time_machine.travel(dt.datetime.combine(day, dt.time(6), tzinfo=dt.UTC), tick=False):
        call_command("remind", verbosity=0)
    new = OutgoingEmail.objects.exclude(pk__in=before).order_by("pk")
    return list(new.values_list("kind", "to"))


def member_of(structure, email="ines@canal.example", role="owner", **user):
    return StructureMembershipFactory(structure=structure, user=UserFactory(email=email, **user), role=role)


@pytest.fixture
def structure():
    """Confirmed the day before: nothing of it is due."""
    made = StructureFactory(published=True, confirmed_on=TODAY - dt.timedelta(days=1))
    member_of(made)
    return made


def unconfirmed(since=dt.date(2025, 12, 26), **facts):
    return StructureFactory(published=True, confirmed_on=since, **facts)


def test_a_profile_is_to_be_confirmed_from_the_eleventh_month_on_by_owner_and_editors():
    late = unconfirmed()
    member_of(late)
    member_of(late, "zoe@canal.example", role="editor")
    member_of(unconfirmed(since=dt.date(2025, 12, 27)), "autre@canal.example")

    assert remind() == [(TO_CONFIRM, "ines@canal.example"), (TO_CONFIRM, "zoe@canal.example")]
    first, second = OutgoingEmail.objects.order_by("pk")
    assert "depuis le 26 décembre 2025" in first.text
    assert "/confirmer/" in first.html
    assert first.structure == late
    assert first.text != second.text, "each has a link of their own"


def test_the_link_of_the_letter_confirms(client, settings):
    member_of(unconfirmed())
    remind()
    text = OutgoingEmail.objects.get().text
    link = next(word for word in text.split() if "/confirmer/" in word)
    with time_machine.travel("2026-11-27 09:00Z"):
        client.post(link.removeprefix(settings.SITE_URL))

    assert Structure.objects.get().confirmed_on == dt.date(2026, 11, 27)


def test_who_does_not_answer_is_asked_again_a_year_later():
    member_of(unconfirmed())

    assert len(remind()) == 1
    assert remind() == []
    assert remind(TODAY + dt.timedelta(days=200)) == []
    assert len(remind(dt.date(2027, 11, 27))) == 1


def test_a_profile_just_claimed_is_not_to_be_confirmed_yet():
    member_of(unconfirmed(claimed_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC)))
    StructureMembershipFactory(
        structure=unconfirmed(since=None), joined_at=dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    )

    assert remind() == []


@pytest.mark.parametrize("status", ["draft", "pending", "hidden"])
def test_only_published_profiles_are_to_be_confirmed(status):
    member_of(StructureFactory(status=status, confirmed_on=dt.date(2020, 1, 1)), role="editor")

    assert remind() == []


def test_nobody_is_written_to_without_an_address_an_account_in_use_or_their_wish():
    late = unconfirmed()
    member_of(late, email="")
    member_of(late, "parti@canal.example", role="editor", is_active=False)
    member_of(late, "assez@canal.example", role="editor", muted_emails=[TO_CONFIRM])

    assert remind() == []
    assert not Reminder.objects.exists()


def ending(structure, days, **facts):
    """A certification whose last day is in so many days."""
    until = TODAY + dt.timedelta(days=days)
    told = {"kind_id": "ACI", "valid_from": until - dt.timedelta(days=900), "valid_until": until}
    told |= {"verified_on": told["valid_from"]}
    return CertificationFactory(structure=structure, **{**told, **facts})


@pytest.mark.parametrize(
    ("days", "written"),
    [(91, 0), (90, 1), (60, 1), (31, 1), (30, 1), (1, 1), (0, 1), (-1, 1), (-30, 1), (-31, 0)],
)
def test_a_certification_that_ends_is_told_in_its_stages(structure, days, written):
    ending(structure, days)

    assert len(remind()) == written


def test_each_stage_is_told_once_and_a_day_that_was_missed_is_caught_up_with(structure):
    ending(structure, 120)
    told = {}
    for days in [
        0,
        25,
        32,
        45,
        89,
        91,
        100,
        119,
        122,
        125,
        160,
    ]:  # neither the 30th nor the 90th day, nor the 0th
        if letters := remind(TODAY + dt.timedelta(days=days)):
            told[120 - days] = letters

    assert {left: [kind for kind, _ in letters] for left, letters in told.items()} == {
        88: [ENDING],
        29: [ENDING],
        -2: [ENDING],
    }


def test_the_letter_says_what_is_at_stake_and_how_to_renew(structure):
    ending(structure, 30)
    remind()
    email = OutgoingEmail.objects.get()

    assert email.subject == "Plus que 30 jours\u00a0: Atelier et chantier d’insertion"
    for said in [
        "prend fin le 26 décembre 2026, dans 30 jours",
        "Marché réservé aux structures d’insertion (L2113-13)",
        "Concession réservée aux structures d’insertion (L3113-2)",
        "Préfet de département",
        "annexe financière",
        f"/espace/structures/{structure.pk}/",
    ]:
        assert said in email.text


def test_a_certification_that_opens_nothing_is_told_without_promising(structure):
    ending(structure, 0, kind_id="ISO_9001")
    remind()
    email = OutgoingEmail.objects.get()

    assert email.subject.startswith("Dernier jour\u00a0: ")
    assert "n’ouvre aucun marché réservé" in email.text
    assert "L2113" not in email.text


def test_one_that_is_renewed_rejected_or_revoked_is_not_told(structure):
    ending(structure, 20)
    ending(structure, 900, valid_from=TODAY)
    ending(structure, 20, kind_id="EA", verification="rejected", verified_on=None)
    ending(structure, 20, kind_id="EI", revoked_on=TODAY)

    assert remind() == []


def test_a_renewal_that_was_rejected_does_not_silence_the_reminder(structure):
    ending(structure, 20)
    ending(structure, 900, valid_from=TODAY, verification="rejected", verified_on=None)

    assert len(remind()) == 1


def test_certifications_of_a_profile_nobody_keeps_are_told_to_nobody():
    ending(StructureFactory(published=True), 20)

    assert remind() == []


def test_each_letter_can_be_stopped_from_itself(client, settings, structure):
    ending(structure, 90)
    remind()
    headers = OutgoingEmail.objects.get().headers
    path = headers["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)
    client.post(path, {"List-Unsubscribe": "One-Click"})

    assert remind(TODAY + dt.timedelta(days=60)) == []


def test_letters_leave_at_the_end(settings, structure, mail_server, capsys):
    ending(structure, 90)
    with time_machine.travel("2026-11-26 06:00Z"):
        call_command("remind")

    assert (
        "Rappels écrits : 1 (fiches à confirmer : 0 ; certifications qui finissent : 1"
        in capsys.readouterr().out
    )
    assert [message["To"] for message in mail_server.received] == ["ines@canal.example"]


def test_what_need_not_be_kept_is_dropped(structure):
    old = timezone.make_aware(dt.datetime(2025, 11, 1))
    OutgoingEmail.objects.create(kind="compte", to="a@b.example", subject="vieux", sent_at=old)
    OutgoingEmail.objects.update(created_at=old)
    for name, expires, accepted in [("sans suite", -31, None), ("récente", -5, None), ("acceptée", -90, old)]:
        Invitation.objects.create(
            structure=structure,
            email="a@b.example",
            secret_digest=name,
            expires_at=timezone.make_aware(dt.datetime.combine(TODAY, dt.time(1)))
            + dt.timedelta(days=expires),
            accepted_at=accepted,
        )
    remind()

    assert not OutgoingEmail.objects.exists()
    assert set(Invitation.objects.values_list("secret_digest", flat=True)) == {"récente", "acceptée"}


def test_an_account_that_nobody_uses_is_warned_then_deleted():
    user = UserFactory(email="partie@canal.example", date_joined=dt.datetime(2023, 1, 1, tzinfo=dt.UTC))
    used = UserFactory(last_login=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

    assert remind() == [("account_inactive", "partie@canal.example")]
    assert remind(TODAY + dt.timedelta(days=10)) == []
    assert remind(TODAY + dt.timedelta(days=31)) == [("account_deleted", "partie@canal.example")]
    assert set(User.objects.filter(pk__in=[user.pk, used.pk])) == {used}
