"""What has changed since a structure was picked."""

import datetime as dt

import pytest
import time_machine

from suppliers import search
from suppliers.models import Certification, Structure
from suppliers.sourcing.shortlists.changes import NO_PAGE, changes_between

from .conftest import page_of

TODAY = dt.date(2026, 11, 27)
ESAT = {
    "kind": "ESAT", "short_label": "ESAT", "state": "VALID", "valid_until": "2026-11-01",
}  # fmt: skip


def said(known, card):
    return [change.text for change in changes_between(known, card, TODAY)]


def test_nothing_has_changed():
    card = {"certifications": [ESAT], "articles": [{"article": "L2113-12", "answer": "ELIGIBLE"}]}
    assert said(card, card) == []
    assert said({"name": "Picked before cards were kept"}, card) == []


@pytest.mark.parametrize(
    ("known", "card", "words"),
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
        (
            {"articles": [{"article": "L2113-12", "answer": "ELIGIBLE"}]},
            {"articles": []},
            ["Marché réservé L2113-12 : plus éligible selon les preuves connues."],
        ),
        (
            {"articles": [{"article": "L2113-12", "answer": "ELIGIBLE"}]},
            {"articles": [{"article": "L2113-12", "answer": "TO_CHECK"}]},
            ["Marché réservé L2113-12 : désormais à vérifier."],
        ),
        ({}, {"closed": True}, ["Établissement fermé d’après SIRENE."]),
        ({"closed": True}, {"closed": True}, []),
        ({}, {"left_list_on": "2026-11-02"}, ["Absente de la liste officielle depuis le 2 nov. 2026."]),
        ({"certifications": [ESAT]}, None, [NO_PAGE, "ESAT : échue le 1er nov. 2026."]),
    ],
)
def test_what_has_changed_is_said(known, card, words):
    assert said(known, card) == words


def test_a_certificate_that_has_ended_is_told_on_the_page(client, shortlist, structures):
    with time_machine.travel("2026-11-27 10:00"):
        Certification.objects.filter(structure=structures[1]).update(valid_until="2026-11-26")
        search.refresh()
        html = client.get(page_of(shortlist)).content.decode()
    assert "A perdu : ESAT (" in html
    assert "Marché réservé L2113-12 : plus éligible" in html
    assert "Café des Halles" in html


@pytest.mark.parametrize("fate", ["hidden", "closed", "deleted"])
def test_one_that_leaves_stays_in_sight(client, shortlist, structures, fate):
    gone = structures[0]
    if fate == "hidden":
        Structure.objects.filter(pk=gone.pk).update(status="hidden")
    elif fate == "closed":
        Structure.objects.filter(pk=gone.pk).update(admin_state="F")
    else:
        gone.delete()
    search.refresh()
    html = client.get(page_of(shortlist)).content.decode()
    words = {
        "hidden": "N’a plus de fiche publique.",
        "closed": "Établissement fermé d’après SIRENE.",
        "deleted": "N’est plus dans l’annuaire.",
    }
    assert "Atelier Brosse" in html
    assert words[fate] in html
    client.post(page_of(shortlist), {"oublier": "1"})
    assert shortlist.items.held().count() == (3 if fate == "closed" else 2)


def test_one_whose_structure_is_deleted_can_be_taken_out(client, shortlist, structures):
    item = shortlist.items.get(structure=structures[0])
    structures[0].delete()
    client.post(page_of(shortlist), {"sortir": item.pk})
    assert shortlist.items.held().count() == 2
