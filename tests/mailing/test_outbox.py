"""E-mails on their way: written with what they tell of, sent once, kept when they cannot leave."""

import datetime as dt
import threading

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from suppliers.mailing import send_waiting, write
from suppliers.mailing.outbox import MOST_ATTEMPTS, forget_old
from suppliers.models import OutgoingEmail
from tests.factories import StructureFactory, UserFactory

CONTEXT = {"since": dt.date(2026, 11, 1), "dashboard_url": "https://atlas.example.org/espace/"}
KIND = "draft-waiting"


@pytest.fixture
def reader(db):
    return UserFactory(email="ines@canal.example")


@pytest.fixture
def send(reader, django_capture_on_commit_callbacks):
    """Writes a letter whose transaction is kept."""

    def keep(**told):
        with django_capture_on_commit_callbacks(execute=True):
            return write(
                KIND, CONTEXT, **{"to": reader, "structure": StructureFactory(name="Le Canal & Cie"), **told}
            )

    return keep


def test_a_letter_leaves_in_both_forms_with_its_button_to_stop(send, mail_server):
    email = send()
    email.refresh_from_db()
    (message,) = mail_server.received

    assert message["To"] == "ines@canal.example"
    assert message["Subject"].strip() == email.subject
    assert "Le Canal & Cie" in message.get_body(("plain",)).get_content()
    assert "Le Canal &amp; Cie" in message.get_body(("html",)).get_content()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].strip(" <>") in message.get_body(("plain",)).get_content()
    assert email.sent_at
    assert (email.text, email.html) == ("", "")


def test_nothing_leaves_for_what_is_not_kept(reader, mail_server, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError), transaction.atomic():
        write(KIND, CONTEXT, to=reader, structure=StructureFactory())
        raise RuntimeError

    assert not mail_server.received
    assert not OutgoingEmail.objects.exists()


def test_an_account_without_address_gets_nothing(db):
    assert write(KIND, CONTEXT, to=UserFactory(email=""), structure=StructureFactory()) is None


def test_a_kind_that_was_stopped_is_not_written(reader):
    reader.muted_emails = [KIND]

    assert write(KIND, CONTEXT, to=reader, structure=StructureFactory()) is None


def test_a_demonstration_keeps_all_and_sends_nothing(send, settings):
    settings.EMAILS_LEAVE = False
    email = send()

    assert send_waiting() == 0
    email.refresh_from_db()
    assert email.text
    assert email.sent_at is None


def test_a_refused_letter_is_kept_and_tried_again_later_and_later(send, mail_server):
    mail_server.refuses = True
    with time_machine.travel("2026-11-26 08:00Z", tick=False) as clock:
        email = send()
        email.refresh_from_db()
        assert (email.attempts, email.sent_at) == (1, None)
        assert "nobody of that name" in email.last_error
        assert email.text

        mail_server.refuses = False
        assert send_waiting() == 0  # not in the same minute
        clock.shift(dt.timedelta(minutes=2))
        assert send_waiting() == 1
        assert send_waiting() == 0
    assert len(mail_server.received) == 1


def test_a_server_that_is_away_leaves_everything_waiting(send, settings, mail_server, unused_port):
    settings.EMAILS_LEAVE = False
    emails = [send(), send()]
    settings.EMAILS_LEAVE, settings.EMAIL_PORT = True, unused_port

    assert send_waiting() == 0
    for email in emails:
        email.refresh_from_db()
        assert (email.attempts, email.sent_at) == (0, None)
    settings.EMAIL_PORT = mail_server.port
    assert send_waiting() == 2


def test_a_page_that_writes_a_letter_outlives_a_server_that_is_away(send, settings, mail_server, unused_port):
    settings.EMAIL_PORT = unused_port
    email = send()
    email.refresh_from_db()

    assert email.attempts == 1


def test_after_the_last_attempt_only_now_sends(send, settings, mail_server, capsys):
    settings.EMAILS_LEAVE = False
    email = send()
    OutgoingEmail.objects.update(attempts=MOST_ATTEMPTS, created_at=timezone.now() - dt.timedelta(days=9))
    settings.EMAILS_LEAVE = True
    call_command("send_emails")

    assert "Abandonnés après 12 essais : 1" in capsys.readouterr().out
    call_command("send_emails", "--now")
    assert capsys.readouterr().out == "Courriels partis : 1. En attente : 0.\n"
    email.refresh_from_db()
    assert email.sent_at


def test_many_letters_take_one_connection(send, settings, mail_server):
    settings.EMAILS_LEAVE = False
    for _ in range(3):
        send()
    settings.EMAILS_LEAVE = True

    assert send_waiting() == 3
    assert mail_server.connections == 1


def test_a_letter_stopped_while_it_waited_does_not_leave(send, settings, mail_server, reader):
    settings.EMAILS_LEAVE = False
    send()
    reader.muted_emails = [KIND]
    reader.save()
    settings.EMAILS_LEAVE = True

    assert send_waiting() == 0
    assert not OutgoingEmail.objects.exists()


@pytest.mark.parametrize("address", ["a@b.example\nBcc: x@y.example", "pas une adresse\r\n"])
def test_an_address_that_would_add_a_header_adds_none(send, mail_server, address):
    send(to=address)

    assert not mail_server.received
    assert OutgoingEmail.objects.get().attempts == 1


def test_what_is_a_year_old_is_forgotten(send):
    send()
    OutgoingEmail.objects.update(created_at=timezone.now() - dt.timedelta(days=366))
    send()

    assert forget_old() == 1
    assert OutgoingEmail.objects.count() == 1


@pytest.mark.parametrize(("demo", "said"), [(True, "/demo/courriels/"), (False, "EMAIL_URL")])
def test_the_command_says_why_nothing_leaves(db, settings, capsys, demo, said):
    settings.DEMO, settings.EMAILS_LEAVE = demo, False
    call_command("send_emails")

    assert said in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_send_it_once(settings, mail_server):
    settings.EMAILS_LEAVE = False
    write(KIND, CONTEXT, to=UserFactory(), structure=StructureFactory())
    settings.EMAILS_LEAVE = True
    mail_server.slow.clear()
    counts = []

    def process():
        try:
            counts.append(send_waiting())
        finally:
            connection.close()

    threads = [threading.Thread(target=process) for _ in range(2)]
    for thread in threads:
        thread.start()
    threads[0].join(0.5)
    mail_server.slow.set()
    for thread in threads:
        thread.join()

    assert sorted(counts) == [0, 1]
    assert len(mail_server.received) == 1
