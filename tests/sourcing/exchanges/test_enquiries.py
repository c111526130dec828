"""An enquiry is written once, the same for all, and no word of it changes once it may leave."""

import re

import pytest
from django.db import IntegrityError, transaction

from suppliers.models import Enquiry, ShortlistItem, WorkspaceEvent
from suppliers.sourcing.exchanges import enquiries
from suppliers.sourcing.exchanges.letter import PRUDENCE, QUESTIONS, SIGNATURE
from suppliers.workspace.adopting import adopt
from tests.buyer_factories import (
    EnquiryFactory,
    ExchangeFactory,
    ShortlistFactory,
    ShortlistItemFactory,
)
from tests.factories import StructureFactory
from tests.sourcing.exchanges.conftest import page, typed

pytestmark = pytest.mark.django_db


def test_the_letter_is_prepared_from_the_need(signed_in, shortlist, structures):
    need = shortlist.need
    need.duration_months, need.amount_excl_tax = 12, 60_000
    need.save()
    html = signed_in.get(page("enquiry-new", shortlist.pk)).content.decode()

    assert "Sourcing : Nettoyage de trois écoles à Montreuil" in html
    assert "Lieu : Montreuil" in html
    assert "Durée : 12 mois" in html
    assert PRUDENCE in html
    assert "Marie Lopez" in html
    assert html.count('name="questions"') == len(QUESTIONS)
    assert html.count('name="structures"') == html.count("checked") - 1  # and the way to send
    assert "Montant estimé" not in html.partition("<textarea")[2].partition("</textarea>")[0]


@pytest.mark.parametrize(("ticked", "expected"), [({}, 0), ({"shows_amount": "on"}, 1)])
def test_the_band_of_amount_is_written_only_when_it_is_ticked(
    signed_in, shortlist, structures, ticked, expected
):
    shortlist.need.amount_excl_tax = 60_000
    shortlist.need.save()
    signed_in.post(page("enquiry-new", shortlist.pk), typed(structures, **ticked))
    message = Enquiry.objects.get().message

    assert message.count("Montant estimé : entre 50\u202f000\u00a0€\u00a0HT et 100\u202f000") == expected
    assert "60" not in message
    signed_in.post(
        page("enquiry-edit", shortlist.pk, Enquiry.objects.get().pk), typed(structures, message=message)
    )
    assert "Montant" not in Enquiry.objects.get().message


def test_the_sentence_of_prudence_comes_back(signed_in, shortlist, structures):
    signed_in.post(page("enquiry-new", shortlist.pk), typed(structures, message="Répondez vite."))

    assert Enquiry.objects.get().message == f"Répondez vite.\n\n{PRUDENCE}"


def test_a_form_sent_twice_makes_one(signed_in, shortlist, structures):
    sent = typed(structures)
    first = signed_in.post(page("enquiry-new", shortlist.pk), sent)
    second = signed_in.post(page("enquiry-new", shortlist.pk), sent)

    assert first.url == second.url
    assert Enquiry.objects.count() == 1
    assert Enquiry.objects.get().recipients.count() == 2
    assert WorkspaceEvent.objects.filter(action="enquiry.create").count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"structures": []}, "Choisissez au moins une structure"),
        ({"structures": ["0"]}, "choisissez à nouveau"),
        ({"structures": ["x"]}, "choisissez à nouveau"),
        ({"subject": " \u200b "}, "Donnez un objet"),
        ({"subject": "x" * 201}, "200 caractères au plus"),
        ({"message": ""}, "Écrivez la lettre."),
        ({"message": "x" * 10_001}, "10\u202f000 caractères au plus"),
        ({"questions": []}, "Posez au moins une question."),
        ({"questions": ["", "\u200b"]}, "Posez au moins une question."),
        ({"questions": ["?"] * 21}, "20 questions au plus : retirez-en 1."),
        ({"questions": ["x" * 501]}, "La question 1 est trop longue"),
        ({"answers_due_on": "hier"}, "Une date s’écrit"),
        ({"answers_due_on": "2020-01-01"}, "Donnez un jour à venir"),
        ({"answers_due_on": "9999-12-31"}, "vérifiez l’année"),
        ({"way": "pigeon"}, "Choisissez une des deux façons"),
        ({"reply_to": "marie@"}, "Une adresse électronique s’écrit"),
        ({"way": "site"}, "une adresse vérifiée de votre compte"),
        ({"way": "site", "reply_to": "autre@ville.example"}, "une adresse vérifiée de votre compte"),
        ({"form_key": "x"}, "Ouvrez de nouveau la page."),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(signed_in, shortlist, structures, changes, said):
    changes = {"subject": "Un objet à moi", **changes}
    response = signed_in.post(page("enquiry-new", shortlist.pk), typed(structures) | changes)
    html = response.content.decode()

    assert said in html
    assert response.status_code == 200
    assert "Nous préparons un achat." in html or "message" in changes
    assert not Enquiry.objects.exists()


def test_what_is_typed_stays_text(signed_in, shortlist, structures):
    signed_in.post(
        page("enquiry-new", shortlist.pk),
        typed(structures, subject="<b>gros\u202e</b>", questions=["<script>x</script>\u200b ?"]),
    )
    html = signed_in.get(page("enquiry", shortlist.pk, Enquiry.objects.get().pk)).content.decode()

    assert "&lt;script&gt;x&lt;/script&gt; ?" in html
    assert "&lt;b&gt;gros&lt;/b&gt;" in html
    assert "\u202e" not in html
    assert "\u200b" not in html


def test_questions_are_put_in_order_without_a_script(signed_in, shortlist, structures):
    def after(do):
        sent = typed(structures, questions=["A", "B", "C"], subject="À moi", do=do)
        response = signed_in.post(page("enquiry-new", shortlist.pk), sent)
        assert "À moi" in response.content.decode()
        return response.content.decode().count("autofocus"), [
            part.partition("</textarea>")[0].rpartition(">")[2]
            for part in response.content.decode().split('name="questions"')[1:]
        ]

    assert after("up:2") == (1, ["A", "C", "B"])
    assert after("down:0") == (1, ["B", "A", "C"])
    assert after("drop:1") == (1, ["A", "C"])
    assert after("add") == (1, ["A", "B", "C", ""])
    assert after("down:99")[1] == ["A", "B", "C"]
    assert after("x" * 500)[1] == ["A", "B", "C"]
    assert not Enquiry.objects.exists()


def test_a_draft_changes_and_a_frozen_text_does_not(signed_in, enquiry, structures, shortlist):
    url = page("enquiry-edit", shortlist.pk, enquiry.pk)
    signed_in.post(url, typed(structures[:1], subject="Autre objet"))
    enquiry.refresh_from_db()
    assert (enquiry.subject, enquiry.recipients.count()) == ("Autre objet", 1)

    signed_in.post(page("enquiry-freeze", shortlist.pk, enquiry.pk))
    response = signed_in.post(url, typed(structures, subject="Encore un autre"), follow=True)
    assert "figé" in response.content.decode()
    enquiry.refresh_from_db()
    assert enquiry.subject == "Autre objet"
    with pytest.raises(enquiries.RefusedError):
        enquiries.delete(enquiry, by=None)


@pytest.mark.parametrize("change", [{"message": "x"}, {"questions": ["x"]}, {"frozen_at": None}])
def test_the_database_keeps_a_frozen_text(enquiry, change):
    frozen = enquiries.freeze(enquiry, by=None)

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Enquiry.objects.filter(pk=frozen.pk).update(**change)
    assert Enquiry.objects.filter(pk=frozen.pk).update(reply_to="autre@ville.example") == 1


def test_a_structure_added_later_gets_exactly_the_same(signed_in, enquiry, shortlist):
    enquiries.freeze(enquiry, by=None)
    late = ShortlistItemFactory(shortlist=shortlist, structure__email="late@late.example").structure
    stranger = StructureFactory(published=True)
    for _ in range(2):
        signed_in.post(
            page("enquiry-add", shortlist.pk, enquiry.pk), {"structures": [late.pk, stranger.pk, "x"]}
        )

    assert enquiry.recipients.count() == 3
    added = enquiry.recipients.get(structure=late)
    assert (added.email, added.sent_at) == ("late@late.example", None)
    assert WorkspaceEvent.objects.get(action="enquiry.add").structure == late


def test_sent_by_ones_own_mail_moves_the_structure_on_and_never_back(signed_in, enquiry, shortlist):
    enquiry.is_by_site = False
    enquiry.save()
    first, second = enquiry.recipients.all()
    ShortlistItem.objects.filter(structure=second.structure).update(status="quoted")
    url = page("enquiry-sent", shortlist.pk, enquiry.pk, first.pk)
    assert "Figez d’abord" in signed_in.post(url, follow=True).content.decode()
    signed_in.post(page("enquiry-freeze", shortlist.pk, enquiry.pk))
    html = signed_in.get(page("enquiry", shortlist.pk, enquiry.pk)).content.decode()

    assert html.count('href="mailto:contact@') == 2
    assert "contact@aurore.example,contact" not in html
    for recipient in (first, second, first):
        signed_in.post(page("enquiry-sent", shortlist.pk, enquiry.pk, recipient.pk))
    assert enquiry.recipients.filter(is_sent_by_site=False, sent_at__isnull=False).count() == 2
    assert [item.status for item in shortlist.items.order_by("position")] == ["contacted", "quoted"]
    sent = WorkspaceEvent.objects.filter(action="enquiry.send")
    assert set(sent.values_list("structure_name", flat=True)) == {"Aurore", "Boreal"}
    assert sent.count() == 2
    status = WorkspaceEvent.objects.get(action="shortlist.status")
    assert status.detail == {"before": "to_contact", "after": "contacted"}


def test_a_visitor_without_an_account_asks_by_their_own_mail(client):
    shortlist = EnquiryFactory().shortlist
    item = ShortlistItemFactory(shortlist=shortlist)
    session = client.session
    session["workspace"] = shortlist.workspace_id
    session.save()
    url = page("enquiry-new", shortlist.pk)

    refused = client.post(url, typed([item.structure], way="site", reply_to="moi@ville.example"))
    assert "demande un compte" in refused.content.decode()
    assert client.post(url, typed([item.structure])).status_code == 302
    assert Enquiry.objects.filter(shortlist=shortlist, created_by=None, is_by_site=False).count() == 2


def test_an_enquiry_of_another_shortlist_is_not_there(signed_in, shortlist):
    other = EnquiryFactory()

    assert signed_in.get(page("enquiry", shortlist.pk, other.pk)).status_code == 404
    assert signed_in.get(page("enquiry", other.shortlist_id, other.pk)).status_code == 404
    assert signed_in.post(page("enquiry-freeze", shortlist.pk, other.pk)).status_code == 404


def test_nobody_is_asked_twice_and_an_empty_draft_is_not_frozen(enquiry):
    enquiry.recipients.all().delete()
    with pytest.raises(enquiries.RefusedError, match="au moins une structure"):
        enquiries.freeze(enquiry, by=None)
    assert enquiry.frozen_at is None


def test_what_a_visitor_asked_is_their_accounts_when_they_sign_in(officer):
    own = ShortlistFactory(workspace__user=officer)
    begun = EnquiryFactory()
    ExchangeFactory(shortlist=begun.shortlist)
    adopt(begun.shortlist.workspace_id, officer)

    assert set(own.enquiries.all()) == {begun}
    assert own.exchanges.count() == 1


def test_a_letter_says_who_asks_before_it_is_frozen(signed_in, enquiry, shortlist):
    Enquiry.objects.filter(pk=enquiry.pk).update(message=f"Bonjour,\n\n{SIGNATURE}")

    page_shown = signed_in.post(
        page("enquiry-freeze", shortlist.pk, enquiry.pk), follow=True
    ).content.decode()

    assert "Signez la lettre" in page_shown
    enquiry.refresh_from_db()
    assert enquiry.frozen_at is None


def test_a_structure_set_aside_is_labelled_and_may_be_asked(signed_in, shortlist, structures):
    shortlist.items.filter(structure=structures[1]).update(status="set_aside", reason="Trop loin <b>")
    html = signed_in.get(page("enquiry-new", shortlist.pk)).content.decode()
    boxes = re.findall(r'<input type="checkbox" name="structures"[^>]*>', html)

    assert "Boreal · écartée : Trop loin &lt;b&gt;" in html
    assert "Aurore · écartée" not in html
    assert [" checked" in box for box in boxes] == [True, False]
    asked = signed_in.post(page("enquiry-new", shortlist.pk), typed(structures[:1]), follow=True)
    assert "Boreal · écartée : Trop loin" in asked.content.decode()  # among those that may be added
    signed_in.post(page("enquiry-new", shortlist.pk), typed(structures))
    assert Enquiry.objects.latest("pk").recipients.count() == 2
