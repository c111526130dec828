"""What a structure has lost between two cards: said once each, and nothing that it has gained."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers import search
from suppliers.models import Certification, DirectoryEntry, ShortlistItem
from suppliers.showing.card_changes import DELETED, NO_PAGE, losses_of, losses_since
from tests.factories import CertificationFactory, StructureFactory

KINDS = ["EA", "ESAT", "EI", "ACI", "ESUS"]
ARTICLES = ["L2113-12", "L2113-13", "L2113-15"]
TODAY = dt.date(2026, 11, 27)
ESAT = {"kind": "ESAT", "short_label": "ESAT", "state": "VALID", "valid_until": "2026-11-01"}


def said(known, now):
    return [loss.text for loss in losses_since(known, now, TODAY)]


def certified(kind, state="VALID"):
    return {"kind": kind, "label": kind, "short_label": kind, "state": state, "valid_until": None}


def answered(article, answer="ELIGIBLE"):
    return {"article": article, "answer": answer, "reason": ""}


certifications = st.dictionaries(st.sampled_from(KINDS), st.sampled_from(["VALID", "UNVERIFIED"]))
answers = st.dictionaries(st.sampled_from(ARTICLES), st.sampled_from(["ELIGIBLE", "TO_CHECK"]))
cards = st.builds(
    lambda held, said, closed, left: {
        "name": "Le Canal",
        "certifications": [certified(*item) for item in held.items()],
        "articles": [answered(*item) for item in said.items()],
        "renewals": [],
        "closed": closed,
        "left_list_on": left,
    },
    certifications,
    answers,
    st.booleans(),
    st.sampled_from([None, "2026-03-01", "2026-09-01"]),
)


@given(cards)
def test_what_has_not_changed_has_lost_nothing(card):
    assert said(card, card) == []


@given(cards, cards)
def test_each_loss_is_said_once_under_its_own_key(known, now):
    losses = losses_since(known, now, TODAY)
    assert len({loss.key for loss in losses}) == len(losses)
    assert all(loss.text.endswith(".") and loss.text[0].isupper() for loss in losses)


@given(cards, cards)
def test_losses_are_those_of_a_slow_comparison(known, now):
    held = {item["kind"]: item["state"] for item in now["certifications"]}
    said = {item["article"]: item["answer"] for item in now["articles"]}
    expected = int(now["closed"] and not known["closed"])
    expected += int(bool(now["left_list_on"]) and now["left_list_on"] != known["left_list_on"])
    for item in known["certifications"]:
        expected += held.get(item["kind"]) not in ("VALID", item["state"])
    for item in known["articles"]:
        expected += said.get(item["article"]) not in ("ELIGIBLE", item["answer"])
    assert len(losses_since(known, now, TODAY)) == expected


@given(cards)
def test_who_has_left_the_directory_has_left_it_and_nothing_else_is_said(known):
    assert said(known, None) == [NO_PAGE]


@given(cards)
def test_what_was_not_known_that_day_is_no_loss(now):
    assert {loss.key.split(":")[0] for loss in losses_since({}, now, TODAY)} <= {"closed", "unlisted"}


def test_sentences():
    known = {
        "certifications": [certified("EA"), certified("EI"), certified("ESUS")],
        "articles": [answered("L2113-12"), answered("L2113-13"), answered("L2113-15", "TO_CHECK")],
    }
    now = {
        "certifications": [certified("EI", "UNVERIFIED")],
        "renewals": [{"kind": "ESUS", "valid_until": "2026-10-31"}],
        "articles": [answered("L2113-13", "TO_CHECK")],
        "closed": True,
        "left_list_on": "2026-11-01",
    }
    assert said(known, now) == [
        "Établissement fermé d’après SIRENE.",
        "Absente de la liste officielle depuis le 1er nov. 2026.",
        "A perdu : EA (retirée, rejetée ou plus déclarée).",
        "A perdu : ESUS (échue le 31 oct. 2026, renouvellement en cours).",
        "EI : preuve à vérifier de nouveau.",
        "Marché réservé L2113-12 : plus éligible selon les preuves connues.",
        "Marché réservé L2113-13 : désormais à vérifier.",
        "Marché réservé L2113-15 : plus éligible selon les preuves connues.",
    ]


def test_two_certificates_of_a_kind_are_as_good_as_the_better():
    known = {"certifications": [certified("EA"), certified("EA", "UNVERIFIED")]}
    assert said(known, {"certifications": [certified("EA", "UNVERIFIED"), certified("EA")]}) == []


def test_what_was_known_that_day_may_lack_its_parts():
    assert said({"name": "Picked before cards were kept"}, {"certifications": [ESAT]}) == []


@pytest.mark.parametrize(
    ("known", "now", "words"),
    [
        ({"certifications": [ESAT]}, {}, ["A perdu : ESAT (échue le 1er nov. 2026)."]),
        (
            {"certifications": [{**ESAT, "valid_until": "2030-01-01"}]},
            {},
            ["A perdu : ESAT (retirée, rejetée ou plus déclarée)."],
        ),
        (
            {"certifications": [ESAT]},
            {"certifications": [{**ESAT, "state": "UNVERIFIED"}]},
            ["ESAT : preuve à vérifier de nouveau."],
        ),
        ({"closed": True}, {"closed": True}, []),
        (
            {"left_list_on": "2026-03-01"},
            {"left_list_on": "2026-11-02"},
            ["Absente de la liste officielle depuis le 2 nov. 2026."],
        ),
        ({"certifications": [ESAT]}, None, [NO_PAGE, "ESAT : échue le 1er nov. 2026."]),
    ],
)
def test_what_its_dates_say(known, now, words):
    assert said(known, now) == words


def test_what_is_less_sure_is_no_loss():
    known = {"certifications": [certified("EA"), certified("EI")], "articles": [answered("L2113-12")]}
    now = {"certifications": [certified("EA", "UNVERIFIED")], "articles": [answered("L2113-12", "TO_CHECK")]}
    assert {loss.key: loss.is_loss for loss in losses_since(known, now, TODAY)} == {
        "certification:EI": True,
        "unverified:EA": False,
        "article:L2113-12:TO_CHECK": False,
    }


def test_one_that_is_deleted_is_said_to_be():
    item = ShortlistItem(structure_id=None, known={"certifications": [ESAT]})
    keys = [loss.key for loss in losses_of(item, None, TODAY)]
    assert keys == [loss.key for loss in losses_since(item.known, None, TODAY)]
    assert losses_of(item, None, TODAY)[0].text == DELETED


@pytest.mark.django_db
def test_the_cards_of_the_directory_are_compared():
    structure = StructureFactory(published=True)
    row = CertificationFactory(
        structure=structure,
        kind_id="EA",
        valid_from=TODAY - dt.timedelta(days=30),
        valid_until=TODAY + dt.timedelta(days=300),
    )
    search.refresh([structure.pk])
    known = DirectoryEntry.objects.get(pk=structure.pk).card

    Certification.objects.filter(pk=row.pk).update(revoked_on=TODAY - dt.timedelta(days=1))
    search.refresh([structure.pk])
    lost = losses_since(known, DirectoryEntry.objects.get(pk=structure.pk).card, TODAY)
    assert {loss.key for loss in lost} == {"certification:EA", "article:L2113-12:none"}
