"""Who prepares a second enquiry is told which structures got another text; and there is an end to them."""

import pytest
from django.utils import timezone

from suppliers.models import Enquiry, Exchange
from suppliers.sourcing.exchanges import enquiries, noting
from tests.buyer_factories import EnquiryFactory, EnquiryRecipientFactory, ExchangeFactory
from tests.sourcing.exchanges.conftest import page, typed
from tests.sourcing.exchanges.test_overview import noted

pytestmark = pytest.mark.django_db
SAID = "ont déjà reçu un autre texte"


def read(client, name, *more):
    return client.get(page(name, *more)).content.decode()


@pytest.fixture
def sent(enquiry):
    """It has left for the first structure alone."""
    enquiry.frozen_at = timezone.now()
    enquiry.save()
    enquiry.recipients.filter(structure_name="Aurore").update(sent_at=timezone.now())
    return enquiry


def test_nothing_is_said_of_a_first_enquiry(signed_in, shortlist, enquiry):
    assert SAID not in read(signed_in, "enquiry-new", shortlist.pk)
    assert SAID not in read(signed_in, "enquiry", shortlist.pk, enquiry.pk)


def test_who_prepares_another_text_is_told_who_got_the_first(signed_in, shortlist, sent, structures):
    html = read(signed_in, "enquiry-new", shortlist.pk)
    assert SAID in html
    assert f": {structures[0].name}</li>" in html

    other = EnquiryFactory(shortlist=shortlist, message="Un autre texte")
    EnquiryRecipientFactory(enquiry=other, structure=structures[1])
    for name in ("enquiry", "enquiry-edit"):
        assert SAID in read(signed_in, name, shortlist.pk, other.pk)
    same = EnquiryFactory(shortlist=shortlist, subject=sent.subject, message=sent.message)
    same.questions = sent.questions
    same.save()
    assert SAID not in read(signed_in, "enquiry", shortlist.pk, same.pk)


@pytest.mark.parametrize("how_many", [1, 8])
def test_it_asks_the_same_of_the_database(
    signed_in, shortlist, sent, structures, how_many, django_assert_max_num_queries
):
    for number in range(how_many):
        EnquiryRecipientFactory(enquiry__shortlist=shortlist, enquiry__message=str(number), answered=True)
    with django_assert_max_num_queries(17):
        assert SAID in read(signed_in, "enquiry-new", shortlist.pk)


def test_one_shortlist_has_so_many_enquiries_and_loses_nothing_typed(signed_in, shortlist, structures):
    EnquiryFactory.create_batch(enquiries.MOST, shortlist=shortlist)
    response = signed_in.post(page("enquiry-new", shortlist.pk), typed(structures, message="Écrit avec soin"))

    assert "a déjà 100 demandes" in response.content.decode()
    assert "Écrit avec soin" in response.content.decode()
    assert Enquiry.objects.count() == enquiries.MOST


def test_one_shortlist_has_so_many_exchanges_and_loses_nothing_typed(signed_in, shortlist, structures):
    ExchangeFactory.create_batch(noting.MOST, shortlist=shortlist, structure=structures[0])
    form = noted(shortlist.items.first(), content="Noté avec soin")
    response = signed_in.post(page("exchange-new", shortlist.pk), form)

    assert "a déjà 100 échanges" in response.content.decode()
    assert "Noté avec soin" in response.content.decode()
    assert Exchange.objects.count() == noting.MOST
