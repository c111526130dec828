"""What the officer's own mail opens with: one address, the same words, no longer than mail programs take."""

from urllib.parse import parse_qs, urlsplit

import pytest

from suppliers.sourcing.exchanges.letter import LONGEST_ADDRESS, amount_line, body_of, fits, mailto
from suppliers.sourcing.exchanges.recipients import rows_of
from tests.buyer_factories import (
    EnquiryFactory,
    EnquiryRecipientFactory,
    LotFactory,
    NeedFactory,
)

pytestmark = pytest.mark.django_db


def opened(address):
    parts = urlsplit(address)
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


def test_a_letter_has_one_reader_and_all_its_words():
    one = EnquiryRecipientFactory(email="contact@aurore.example")
    to, said = opened(mailto(one.enquiry, one))

    assert to == "contact@aurore.example"
    assert said["subject"] == one.enquiry.subject
    assert said["body"].replace("\r\n", "\n") == body_of(one.enquiry, one)
    assert "2. Quel délai ?" in said["body"]


@pytest.mark.parametrize("address", ["a@b.example?cc=x@y.example", "a@b.example,x@y.example"])
def test_an_address_brings_in_nobody_else(address):
    one = EnquiryRecipientFactory(email=address)
    to, said = opened(mailto(one.enquiry, one))

    assert "cc" not in said
    assert "," not in to


def test_a_letter_that_is_too_long_is_cut_for_nobody():
    """Its questions are never left out: the message opens without a text, which is pasted, whole."""
    for enquiry in (
        EnquiryFactory(frozen=True, questions=["é" * 200] * 5),
        EnquiryFactory(frozen=True, message="é" * 3000),
    ):
        one = EnquiryRecipientFactory(enquiry=enquiry, email="contact@aurore.example")
        (row,) = rows_of(enquiry)

        assert not fits(enquiry, [one])
        assert not row.mailto_has_text
        assert len(row.mailto) <= LONGEST_ADDRESS
        assert "body=" not in row.mailto
        assert all(question in row.body for question in enquiry.questions)


def test_a_letter_too_long_for_one_structure_is_pasted_for_all():
    measured = EnquiryRecipientFactory(email="a@b.example")
    spare = LONGEST_ADDRESS - len(mailto(measured.enquiry, measured)) - 60
    enquiry = EnquiryFactory(
        frozen=True, subject=measured.enquiry.subject, message=measured.enquiry.message + "x" * spare
    )
    short = EnquiryRecipientFactory(enquiry=enquiry, email="a@b.example")
    EnquiryRecipientFactory(enquiry=enquiry, email=f"{'a' * 60}@{'b' * 60}.example")

    assert fits(enquiry, [short])
    assert [row.mailto_has_text for row in rows_of(enquiry)] == [False, False]


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
