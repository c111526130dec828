"""A structure answers on its signed page, without an account; the officer sees it, or notes it."""

import datetime as dt

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from suppliers.models import EnquiryRecipient, OutgoingEmail, WorkspaceEvent
from suppliers.sourcing.exchanges.links import SALT, answer_token
from tests.buyer_factories import EnquiryRecipientFactory, WorkspaceFactory
from tests.factories import BuyerMembershipFactory, BuyerOrganisationFactory
from tests.sourcing.exchanges.conftest import answered, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def recipient(enquiry):
    enquiry.frozen_at = timezone.now()
    enquiry.save()
    return enquiry.recipients.first()


@pytest.fixture
def asked_before(enquiry):
    """Its letter has been frozen for three days."""
    enquiry.frozen_at = timezone.now() - dt.timedelta(days=3)
    enquiry.save()
    return enquiry.recipients.first()


@pytest.fixture
def url(recipient):
    return page("answer", answer_token(recipient))


def test_a_structure_reads_answers_and_comes_back(recipient, url, officer):
    visitor = Client()
    html = visitor.get(url).content.decode()
    assert recipient.enquiry.subject in html
    assert "Quel délai ?" in html
    assert "Marie Lopez" in html
    warned = html.index("votre nom et votre fonction sont montrés à cet acheteur")
    assert "ils peuvent figurer au dossier de sourcing" in html
    assert warned < html.index('name="answered_by"')
    assert "à lui seul" not in html
    assert visitor.post(url, answered(confidential="21 euros")).status_code == 302

    recipient.refresh_from_db()
    assert recipient.answers == ["Douze personnes", ""]
    assert (recipient.answered_by, recipient.is_noted) == ("Inès Diallo", False)
    assert recipient.sent_at is None  # nobody has noted when it left
    assert "Douze personnes" in visitor.get(url).content.decode()
    assert list(OutgoingEmail.objects.values_list("kind", "to")) == [("enquiry-answered", officer.email)]
    event = WorkspaceEvent.objects.get(action="enquiry.answer")
    assert (event.by, event.structure) == (None, recipient.structure)


def test_the_officer_sees_it_and_the_secret_is_apart(recipient, url, signed_in):
    Client().post(url, answered(confidential="21 euros"))
    asked = (recipient.enquiry.shortlist_id, recipient.enquiry_id)
    html = signed_in.get(page("enquiry", *asked)).content.decode()

    assert "Douze personnes" in html
    assert "Secret des affaires" in html.partition("21 euros")[0]
    assert "21 euros" not in signed_in.get(page("exchanges-csv", asked[0])).getvalue().decode()


@pytest.mark.parametrize("is_member", [True, False])
def test_who_has_left_the_organisation_is_not_told(recipient, url, officer, is_member):
    organisation = BuyerOrganisationFactory()
    recipient.enquiry.shortlist.need = None
    recipient.enquiry.shortlist.workspace = WorkspaceFactory(organisation=organisation)
    recipient.enquiry.shortlist.save()
    if is_member:
        BuyerMembershipFactory(organisation=organisation, user=officer)
    assert Client().post(url, answered()).status_code == 302

    assert OutgoingEmail.objects.exists() == is_member


def test_the_same_sent_twice_is_one(recipient, url):
    visitor = Client()
    for _ in range(2):
        assert visitor.post(url, answered()).status_code == 302

    assert WorkspaceEvent.objects.filter(action="enquiry.answer").count() == 1
    assert OutgoingEmail.objects.count() == 1


def test_who_answers_over_another_is_told_and_may_go_on(recipient, url):
    first, second = Client(), Client()
    first.post(url, answered())
    html = second.post(url, answered(answer_1="Six personnes", seen="")).content.decode()
    recipient.refresh_from_db()

    assert "Une autre réponse a été enregistrée" in html
    assert "Six personnes" in html
    assert recipient.answers[0] == "Douze personnes"
    seen = html.partition('name="seen" value="')[2].partition('"')[0]
    second.post(url, answered(answer_1="Six personnes", seen=seen))
    recipient.refresh_from_db()
    assert recipient.answers[0] == "Six personnes"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"answered_by": ""}, "Dites qui répond."),
        ({"answered_by": "x" * 121}, "120 caractères au plus"),
        ({"answer_1": "x" * 4001}, "4\u202f000 caractères au plus"),
        ({"answer_1": ""}, "Répondez à une question au moins."),
        ({"answer_1": "\u200b\u202e\x00"}, "Répondez à une question au moins."),
        ({"seen": "x" * 41}, ""),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_the_rest(url, recipient, changes, said):
    response = Client().post(url, answered(comment="") | {"answer_2": ""} | changes)

    assert response.status_code == 200
    assert said in response.content.decode()
    assert EnquiryRecipient.objects.filter(answered_at=None).count() == 2


def test_answers_stay_text(url, recipient, signed_in):
    dirty = "<img src=x onerror=alert(1)>\u202egro\u200bs\x00\n=2+2"
    Client().post(url, answered(answer_1=dirty, answered_by="<b>Inès</b>"))
    asked = (recipient.enquiry.shortlist_id, recipient.enquiry_id)
    recipient.refresh_from_db()

    assert recipient.answers[0] == "<img src=x onerror=alert(1)>gros\n=2+2"
    for address in (page("enquiry", *asked), url):
        html = signed_in.get(address).content.decode()
        assert "<img src=x" not in html
        assert "&lt;img src=x" in html
        assert "<b>Inès" not in html


@pytest.mark.parametrize(
    "token",
    ["x", "a:b", "%00", "é" * 300, signing.Signer(salt=SALT).sign("x"), signing.Signer(salt="x").sign("y")],
)
def test_a_token_that_is_not_ours_gets_a_page(client, token):
    for method in ("get", "post"):
        response = getattr(client, method)(page("answer", token))
        assert response.status_code == 404
        assert "Ce lien ne mène à aucune demande" in response.content.decode()


def test_a_token_opens_its_own_structure_alone(client, recipient):
    other = EnquiryRecipientFactory(enquiry__subject="Une autre demande", answered=True)
    forged = answer_token(recipient).partition(":")[0] + ":" + answer_token(other).partition(":")[2]
    html = client.get(page("answer", answer_token(other))).content.decode()

    assert "Douze personnes" in html
    assert recipient.enquiry.subject not in html
    assert client.get(page("answer", forged)).status_code == 404
    draft = EnquiryRecipientFactory(enquiry__frozen_at=None)
    assert client.get(page("answer", answer_token(draft))).status_code == 404


def test_too_late_is_read_only_and_nothing_typed_is_lost(client, enquiry, structures):
    enquiry.recipients.all().delete()
    enquiry.frozen_at, enquiry.answers_due_on = timezone.now(), timezone.localdate() - dt.timedelta(days=1)
    enquiry.save()
    silent = EnquiryRecipientFactory(enquiry=enquiry, structure=structures[0])
    heard = EnquiryRecipientFactory(enquiry=enquiry, structure=structures[1], answered=True)
    late = client.get(page("answer", answer_token(silent)))
    assert late.status_code == 410
    assert "Il n’est plus possible de répondre ici" in late.content.decode()
    sent = client.post(page("answer", answer_token(silent)), answered(answer_1="Trop tard, mais long"))
    assert sent.status_code == 410
    assert "Trop tard, mais long" in sent.content.decode()

    read = client.get(page("answer", answer_token(heard)))
    assert read.status_code == 200
    assert "Notre prix : 21 euros" in read.content.decode()
    assert "<form" not in read.content.decode()
    silent.refresh_from_db()
    assert silent.answers is None


def test_an_answer_by_telephone_is_noted(signed_in, asked_before, officer):
    recipient = asked_before
    url = page("enquiry-note", recipient.enquiry.shortlist_id, recipient.enquiry_id, recipient.pk)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    to_come = timezone.localdate() + dt.timedelta(days=1)
    html = signed_in.post(url, answered(received_on=to_come.isoformat())).content.decode()
    assert "Ce jour n’est pas encore venu." in html
    for _ in range(2):
        assert signed_in.post(url, answered(received_on=yesterday.isoformat())).status_code == 302

    recipient.refresh_from_db()
    assert (recipient.is_noted, recipient.noted_by) == (True, officer)
    assert timezone.localdate(recipient.answered_at) == yesterday
    assert WorkspaceEvent.objects.filter(action="enquiry.note_answer", by=officer).count() == 1
    assert recipient.documents == ""
    assert not OutgoingEmail.objects.exists()


def test_papers_that_came_with_an_answer_are_noted_and_outlive_its_correction(signed_in, recipient, url):
    note = page("enquiry-note", recipient.enquiry.shortlist_id, recipient.enquiry_id, recipient.pk)
    today = timezone.localdate().isoformat()
    signed_in.post(note, answered(received_on=today, documents="devis.pdf\nplan.pdf"))
    recipient.refresh_from_db()
    assert recipient.documents == "devis.pdf\nplan.pdf"
    assert "devis.pdf" in signed_in.get(note).content.decode()
    shown = page("enquiry", recipient.enquiry.shortlist_id, recipient.enquiry_id)
    assert "Pièces reçues" in signed_in.get(shown).content.decode()

    seen = recipient.answered_at.isoformat()
    Client().post(url, answered(answer_1="Vingt personnes", seen=seen))
    recipient.refresh_from_db()
    assert (recipient.answers[0], recipient.documents) == ("Vingt personnes", "devis.pdf\nplan.pdf")


def test_what_a_structure_has_said_itself_is_not_changed_by_the_officer(signed_in, recipient, url):
    Client().post(url, answered())
    note = page("enquiry-note", recipient.enquiry.shortlist_id, recipient.enquiry_id, recipient.pk)
    said = signed_in.post(note, answered(answer_1="Autre chose", received_on="2026-01-01"), follow=True)

    assert "sa réponse ne se change pas d’ici" in said.content.decode()
    recipient.refresh_from_db()
    assert recipient.answers[0] == "Douze personnes"


@pytest.mark.parametrize("is_noted", [True, False])
def test_a_sending_that_nobody_noted_is_never_made_up(signed_in, recipient, url, is_noted):
    asked = (recipient.enquiry.shortlist_id, recipient.enquiry_id)
    note = page("enquiry-note", *asked, recipient.pk)
    today = timezone.localdate().isoformat()
    if is_noted:
        assert signed_in.post(note, answered(received_on=today)).status_code == 302
    else:
        assert Client().post(url, answered()).status_code == 302

    recipient.refresh_from_db()
    assert (recipient.sent_at, recipient.answers[0]) == (None, "Douze personnes")
    assert not WorkspaceEvent.objects.filter(action="enquiry.send").exists()
    assert WorkspaceEvent.objects.filter(action="shortlist.status").exists() == is_noted
    item = recipient.enquiry.shortlist.items.get(structure=recipient.structure)
    assert item.status == "contacted"  # it was, since it answers
    shown = signed_in.get(page("enquiry", *asked)).content.decode()
    assert "Envoi non noté." in shown and "Envoyée le" not in shown
    assert "envoi non noté" in signed_in.get(page("exchanges", asked[0])).content.decode()
    rows = signed_in.get(page("exchanges-csv", asked[0])).getvalue().decode()
    assert "Envoi non noté" in rows and "Par messagerie" not in rows


def test_who_has_answered_gets_no_letter_any_more_and_is_not_marked_as_sent(signed_in, recipient, url):
    Client().post(url, answered())
    asked = (recipient.enquiry.shortlist_id, recipient.enquiry_id)
    said = signed_in.post(page("enquiry-sent", *asked, recipient.pk), follow=True).content.decode()
    assert "le jour de l’envoi reste non noté" in said
    assert "Envoyer à la structure qui reste" in said
    signed_in.post(page("enquiry-send", *asked))

    recipient.refresh_from_db()
    assert recipient.sent_at is None
    others = recipient.enquiry.recipients.exclude(pk=recipient.pk)
    assert [one.sent_at is not None for one in others] == [True]
    assert OutgoingEmail.objects.filter(kind="enquiry").count() == 1


def test_an_answer_from_before_the_letter_is_refused(signed_in, asked_before):
    recipient = asked_before
    note = page("enquiry-note", recipient.enquiry.shortlist_id, recipient.enquiry_id, recipient.pk)
    day = timezone.localdate() - dt.timedelta(days=4)
    html = signed_in.post(note, answered(received_on=day.isoformat())).content.decode()

    assert "une réponse ne peut pas être reçue avant." in html
    assert "Douze personnes" in html
    recipient.refresh_from_db()
    assert recipient.answers is None
    frozen = (day + dt.timedelta(days=1)).isoformat()
    assert signed_in.post(note, answered(received_on=frozen)).status_code == 302
