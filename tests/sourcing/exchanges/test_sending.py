"""By the site: one structure a letter, to its public address, within limits, and it can be stopped."""

import datetime as dt
import re
import threading
from functools import partial

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from suppliers.mailing.outbox import send_waiting
from suppliers.models import (
    ContactPerson,
    MutedAddress,
    OutgoingEmail,
    ShortlistItem,
    Structure,
    WorkspaceEvent,
)
from suppliers.sourcing.exchanges import sending
from suppliers.sourcing.exchanges.enquiries import RefusedError
from suppliers.workspace.history import record
from tests.accounts.people import at_once, somebody
from tests.buyer_factories import EnquiryFactory, EnquiryRecipientFactory, ShortlistItemFactory
from tests.mailing.conftest import mail_server as mail_server
from tests.sourcing.exchanges.conftest import letters, page

pytestmark = pytest.mark.django_db


def send(client, enquiry):
    return client.post(page("enquiry-send", enquiry.shortlist_id, enquiry.pk), follow=True).content.decode()


def test_each_structure_gets_its_own_letter_with_the_same_words(signed_in, enquiry, officer):
    assert "La lettre est partie à 2 structures." in send(signed_in, enquiry)

    first, second = letters()
    assert {first.to, second.to} == {"contact@aurore.example", "contact@boreal.example"}
    assert first.headers["Reply-To"] == officer.email
    assert "List-Unsubscribe" in first.headers
    for question in enquiry.questions:
        assert question in first.text
    links = re.compile(r"https?://\S+/reponse/\S+|https?://\S+/courriels/arreter/\S+|de (Aurore|Boreal)")
    assert links.sub("", first.text) == links.sub("", second.text)
    assert set(enquiry.recipients.values_list("is_sent_by_site", flat=True)) == {True}
    assert set(ShortlistItem.objects.values_list("status", flat=True)) == {"contacted"}


def test_pressing_twice_sends_one(signed_in, enquiry):
    send(signed_in, enquiry)
    send(signed_in, enquiry)

    assert len(letters()) == 2


def test_replies_go_to_the_officer_and_no_reader_sees_another(signed_in, enquiry, officer, mail_server):
    send(signed_in, enquiry)
    send_waiting()

    assert {message["To"] for message in mail_server.received} == {
        "contact@aurore.example",
        "contact@boreal.example",
    }
    for message in mail_server.received:
        assert message["Reply-To"] == officer.email
        assert message["Subject"].strip() == enquiry.subject
        assert not (message["Cc"] or message["Bcc"])


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_time_send_one(enquiry, officer):
    press = partial(sending.send, enquiry, by=officer)
    assert at_once(press, press, press) == []

    assert len(letters()) == 2
    assert WorkspaceEvent.objects.filter(action="enquiry.send").count() == 2


@pytest.mark.django_db(transaction=True)
def test_sending_does_not_wait_for_what_else_its_officer_does(enquiry, officer):
    has_begun, has_sent = threading.Event(), threading.Event()
    waited = []

    def another():
        with transaction.atomic():  # its event holds the officer's row, as any key of another table does
            record("shortlist.note", workspace=enquiry.shortlist.workspace, by=officer)
            has_begun.set()
            waited.append(not has_sent.wait(5))

    def press():
        has_begun.wait(5)
        sending.send(enquiry, by=officer)
        has_sent.set()

    assert at_once(another, press) == []
    assert waited == [False]


def test_a_person_is_never_written_to_and_nobody_without_a_public_address(signed_in, enquiry, structures):
    Structure.objects.filter(pk=structures[0].pk).update(email="")
    ContactPerson.objects.create(
        structure=structures[0], name="Inès", email="ines@aurore.example", consented_at="2026-01-01T00:00Z"
    )
    Structure.objects.filter(pk=structures[1].pk).update(status="hidden")
    html = send(signed_in, enquiry)

    assert letters() == []
    assert html.count("pas d’adresse électronique publique") >= 2
    assert "ines@aurore.example" not in html


def test_the_link_at_the_end_stops_them_for_the_address(client, signed_in, enquiry):
    send(signed_in, enquiry)
    email = letters()[0]
    path = re.search(r"https?://[^/]+(/courriels/arreter/\S+)", email.text)[1]
    client.logout()
    assert email.to in client.get(path).content.decode()
    assert "C’est fait" in client.post(path).content.decode()
    client.post(path)
    assert list(MutedAddress.objects.values_list("email", "kind")) == [(email.to, "enquiry")]

    recipient = enquiry.recipients.get(email=email.to)
    assert sending.refusals([recipient]) == {recipient.pk: sending.MUTED}
    assert "reprennent" in client.post(path, {"reprendre": "1"}).content.decode()
    assert sending.refusals([recipient]) == {}


def test_an_address_gets_so_many_a_day(signed_in, enquiry):
    first = enquiry.recipients.first()
    for _ in range(sending.MOST_TO_AN_ADDRESS):
        OutgoingEmail.objects.create(kind="enquiry", to=first.structure.email.upper(), subject="x")
    html = send(signed_in, enquiry)

    assert "a déjà reçu beaucoup de demandes" in html
    assert "La lettre est partie à une structure." in html


@pytest.mark.parametrize("has_another_address", [False, True])
def test_an_account_sends_so_many_a_day(signed_in, enquiry, officer, has_another_address):
    more = [
        EnquiryRecipientFactory(enquiry=enquiry, structure__email=f"x{number}@y.example")
        for number in range(sending.MOST_A_DAY - 3)
    ]
    assert f"La lettre est partie à {sending.MOST_A_DAY - 1} structures." in send(signed_in, enquiry)
    enquiry = EnquiryFactory(
        shortlist=enquiry.shortlist, created_by=officer, is_by_site=True, reply_to=officer.email
    )
    for recipient in more[:2]:
        EnquiryRecipientFactory(enquiry=enquiry, structure=recipient.structure)
    if has_another_address:
        officer.email = "marie@autre.example"
        officer.save()
        officer.emailaddress_set.update(email=officer.email)
        enquiry.reply_to = officer.email
        enquiry.save()
    html = send(signed_in, enquiry)

    assert "il vous en reste 1" in html
    assert enquiry.recipients.filter(sent_at=None).count() == 2
    enquiry.refresh_from_db()
    assert enquiry.frozen_at is None


@pytest.mark.parametrize("by", ["nobody", "unverified", "another"])
def test_only_an_officer_with_this_address_sends(enquiry, officer, by):
    if by == "unverified":
        officer.emailaddress_set.update(verified=False)
    sender = {"nobody": None, "unverified": officer}.get(by) if by != "another" else somebody("autre")

    with pytest.raises(RefusedError, match="vérifiée"):
        sending.send(enquiry, by=sender)
    assert letters() == []


def test_a_demonstration_shows_what_would_have_left(signed_in, enquiry, settings):
    settings.DEMO = True
    send(signed_in, enquiry)

    html = signed_in.get(reverse("mailing:demo-outbox")).content.decode()
    assert html.count(enquiry.subject) >= 2


def test_nobody_is_asked_when_it_is_too_late_to_answer(signed_in, enquiry, shortlist):
    enquiry.answers_due_on = timezone.localdate() - dt.timedelta(days=1)
    enquiry.save()
    assert "modifiez la demande pour en donner un autre" in send(signed_in, enquiry)

    enquiry.frozen_at = timezone.now()
    enquiry.save()
    assert "faites une nouvelle demande" in send(signed_in, enquiry)
    late = {"structures": [ShortlistItemFactory(shortlist=shortlist).structure_id]}
    response = signed_in.post(page("enquiry-add", shortlist.pk, enquiry.pk), late, follow=True)
    assert "faites une nouvelle demande" in response.content.decode()
    assert enquiry.recipients.count() == 2
    assert letters() == []
