"""What the officer's own mail opens with: one address, the same words, no longer than mail programs take."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from suppliers.sourcing.exchanges.letter import (
    LONGEST_ADDRESS,
    QUESTIONS,
    Opening,
    amount_line,
    body_of,
    mailto,
    message_for,
    opening_of,
    subject_for,
)
from suppliers.sourcing.exchanges.links import answer_url
from suppliers.sourcing.exchanges.recipients import rows_of
from tests.buyer_factories import (
    EnquiryFactory,
    EnquiryRecipientFactory,
    LotFactory,
    NeedFactory,
    ShortlistFactory,
)
from tests.sourcing.exchanges.conftest import page

pytestmark = pytest.mark.django_db


def opened(address):
    parts = urlsplit(address)
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


def test_a_letter_has_one_reader_and_all_its_words():
    one = EnquiryRecipientFactory(email="contact@aurore.example")
    to, said = opened(mailto(one.enquiry, one))

    assert to == "contact@aurore.example"
    assert said["subject"] == one.enquiry.subject
    assert said["body"].replace("\r\n", "\n") == body_of(one.enquiry, one).replace("’", "'")
    assert "2. Quel délai ?" in said["body"]


@pytest.mark.parametrize("address", ["a@b.example?cc=x@y.example", "a@b.example,x@y.example"])
def test_an_address_brings_in_nobody_else(address):
    one = EnquiryRecipientFactory(email=address)
    to, said = opened(mailto(one.enquiry, one))

    assert "cc" not in said
    assert "," not in to


def test_the_default_letter_opens_written_and_says_where_its_questions_are():
    need = NeedFactory(title="Nettoyage de trois écoles", places=["93048"], duration_months=12)
    shortlist = ShortlistFactory(need=need, workspace=need.workspace)
    for lots in (0, 3):
        for number in range(1, lots + 1):
            LotFactory(need=need, number=number, title=f"École numéro {number}", places=["93048"])
        enquiry = EnquiryFactory(
            frozen=True,
            shortlist=shortlist,
            subject=subject_for(shortlist),
            message=message_for(shortlist, None),
            questions=QUESTIONS,
        )
        one = EnquiryRecipientFactory(enquiry=enquiry, email="contact@aurore-proprete.example")
        (row,) = rows_of(enquiry)
        _, said = opened(row.mailto)

        assert row.opening is Opening.LETTER
        assert len(row.mailto) <= LONGEST_ADDRESS
        assert "ce n'est pas une consultation" in said["body"]
        assert (
            f"Nos {len(QUESTIONS)} questions, les mêmes pour tous, se lisent à cette adresse" in said["body"]
        )
        assert said["body"].endswith(answer_url(one))
        assert all(question in row.body for question in QUESTIONS)  # the text to copy is whole


@pytest.mark.parametrize(
    ("changes", "opening"),
    [({"questions": ["é" * 200] * 5}, Opening.LETTER), ({"message": "é" * 3000}, Opening.ADDRESS)],
)
def test_a_letter_that_is_too_long_leaves_nothing_out_without_saying_so(changes, opening):
    enquiry = EnquiryFactory(frozen=True, **changes)
    EnquiryRecipientFactory(enquiry=enquiry, email="contact@aurore.example")
    (row,) = rows_of(enquiry)

    assert row.opening is opening
    assert len(row.mailto) <= LONGEST_ADDRESS
    assert ("body=" in row.mailto) == (opening is Opening.LETTER)
    assert enquiry.questions[0] not in opened(row.mailto)[1].get("body", "")
    assert all(question in row.body for question in enquiry.questions)


def test_the_page_says_it_at_the_button(signed_in, shortlist, structures):
    for changes, said in (
        ({"message": "é" * 3000}, "</span>, sans le texte</a>"),
        ({"questions": ["é" * 200] * 5}, "</span>, sans les questions</a>"),
        ({}, f"la lettre à {structures[0]}</span></a>"),
    ):
        enquiry = EnquiryFactory(frozen=True, shortlist=shortlist, **changes)
        EnquiryRecipientFactory(enquiry=enquiry, structure=structures[0])
        html = signed_in.get(page("enquiry", shortlist.pk, enquiry.pk)).content.decode()
        assert said in html
        assert "Copier le texte" in html.partition(said)[2].partition("Marquer comme envoyée")[0]
        assert ('class="notice"' in html) == bool(changes)


def test_a_letter_too_long_for_one_structure_is_the_same_for_all():
    measured = EnquiryRecipientFactory(email="a@b.example")
    spare = LONGEST_ADDRESS - len(mailto(measured.enquiry, measured)) - 60
    enquiry = EnquiryFactory(
        frozen=True, subject=measured.enquiry.subject, message=measured.enquiry.message + "x" * spare
    )
    short = EnquiryRecipientFactory(enquiry=enquiry, email="a@b.example")
    EnquiryRecipientFactory(enquiry=enquiry, email=f"{'a' * 60}@{'b' * 60}.example")

    assert opening_of(enquiry, [short]) is Opening.WHOLE
    first, second = [row.opening for row in rows_of(enquiry)]
    assert first == second != Opening.WHOLE


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (None, ""),
        (0, ""),
        (9_999, "moins de 10\u202f000"),
        (10_000, "entre 10\u202f000\u00a0€\u00a0HT et 25\u202f000"),
        (60_000, "entre 50\u202f000\u00a0€\u00a0HT et 100\u202f000"),
        (9_000_000, "5\u202f000\u202f000\u00a0€\u00a0HT ou plus"),
    ],
)
def test_the_band_never_says_the_estimate(amount, said):
    assert said in amount_line(NeedFactory(amount_excl_tax=amount))
    if not said:
        assert amount_line(NeedFactory(amount_excl_tax=amount)) == ""


def test_the_band_of_lots_is_that_of_their_sum():
    need = NeedFactory()
    for _ in range(3):
        LotFactory(need=need, amount_excl_tax=20_000)

    assert "entre 50" in amount_line(need)


@pytest.mark.parametrize(
    ("whole", "lots", "said", "unsaid"),
    [
        (12, [None, None], ["\nDurée : 12 mois"], ["(12 mois)"]),
        (12, [None, 36], ["Lot 1 · École 1 (12 mois)", "Lot 2 · École 2 (36 mois)"], ["Durée :"]),
        (None, [None, 36], ["Lot 1 · École 1\n", "Lot 2 · École 2 (36 mois)"], ["Durée :"]),
        (12, [36, 36], ["\nDurée : 36 mois"], ["12 mois", "(36 mois)"]),
        (12, [], ["\nDurée : 12 mois"], []),
        (None, [], [], ["Durée"]),
    ],
)
def test_durations_are_those_of_the_lots(whole, lots, said, unsaid):
    need = NeedFactory(duration_months=whole)
    for number, months in enumerate(lots, 1):
        LotFactory(need=need, number=number, title=f"École {number}", duration_months=months)
    text = message_for(ShortlistFactory(need=need, workspace=need.workspace), None)

    assert all(words in text for words in said)
    assert not any(words in text for words in unsaid)


@pytest.mark.parametrize(("days", "is_said"), [(-1, False), (0, True), (20, True)])
def test_a_day_that_is_past_is_not_announced(days, is_said):
    day = timezone.localdate() + dt.timedelta(days=days)
    need = NeedFactory(launched_on=day, starts_on=day)
    text = message_for(ShortlistFactory(need=need, workspace=need.workspace), None)

    assert ("Consultation envisagée à partir du" in text) == is_said
    assert ("Début souhaité" in text) == is_said
