"""What a page tells of the past: in few lines, and by whom."""

import re

import pytest

from suppliers.accounts.deletion import delete_account
from suppliers.models import Event, Structure
from suppliers.profiles.changing import change_facts
from suppliers.validation.actions import ask, decide
from suppliers.validation.contract import DecidedMeanwhileError, Decision
from suppliers.validation.history import history
from suppliers.validation.undo import undo
from tests.factories import StructureFactory, UserFactory

from .conftest import approve, change, new_structure

pytestmark = pytest.mark.django_db
LOG = "/validation/journal/"


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def saved(structure, by, **values):
    change_facts(Structure.objects.get(pk=structure.pk), values, by=by)


def test_fields_saved_one_by_one_are_one_line(member):
    item = new_structure(member)
    for at in range(40):
        saved(item.structure, member, opening_hours=f"de 9 h à {at} h")
    saved(item.structure, member, phone="01 99 00 12 34")

    lines = [line for one in history(item) if one.action == "a modifié la fiche" for line in one.lines]

    assert {line.label: "".join(part.text for part in line.after) for line in lines} == {
        "Horaires": "de 9 h à 39 h",
        "Téléphone public": "01 99 00 12 34",
    }
    assert {"".join(part.text for part in line.before) for line in lines} == {""}


def test_what_another_person_saved_in_between_keeps_its_line(member):
    item, colleague = new_structure(member), UserFactory()
    saved(item.structure, member, opening_hours="le matin")
    saved(item.structure, colleague, opening_hours="le soir")
    saved(item.structure, member, opening_hours="toute la journée")

    told = [one.who for one in history(item) if one.action == "a modifié la fiche"]

    assert told == [member.username, colleague.username, member.username]


def test_what_was_put_back_is_not_told_as_changed(member):
    item = new_structure(member)
    saved(item.structure, member, opening_hours="le matin")
    saved(item.structure, member, opening_hours="")

    assert [one.lines for one in history(item) if one.action == "a modifié la fiche"] == [[]]


@pytest.mark.parametrize("page", [LOG, "item"])
def test_an_account_that_is_deleted_is_not_the_site(signed_in, member, page):
    gone = UserFactory(is_validator=True)
    item = change(member)
    undo(approve(item, gone), by=gone)
    ask(item, "Quelle rue ?", by=gone, seen_version=fresh(item).version)
    delete_account(gone, handovers={}, by=gone)

    said = text_of(signed_in.get(page if page == LOG else f"/validation/{item.pk}/").text)

    assert "Un compte supprimé a accepté" in said
    assert "annulé par un compte supprimé" in said
    assert "Un compte supprimé a posé une question" in said
    assert "Le site a accepté" not in said


def fresh(item):
    return type(item).objects.get(pk=item.pk)


def test_who_decided_and_left_is_told_to_the_next_as_an_account_that_is_deleted(signed_in, member, validator):
    gone, item = UserFactory(is_validator=True), change(member)
    approve(item, gone)
    delete_account(gone, handovers={}, by=gone)

    assert "par un compte supprimé, le" in text_of(signed_in.get(f"/validation/{item.pk}/").text)
    with pytest.raises(DecidedMeanwhileError, match="Déjà décidé par un compte supprimé"):
        decide(item, Decision.APPROVE, by=validator, seen_version=0)


def test_what_the_site_did_stays_its_own(signed_in, member):
    gone = UserFactory(is_validator=True)
    Event.objects.record("imports.agree", by=None)
    Event.objects.record("validation.approve", by=gone)
    delete_account(gone, handovers={}, by=gone)

    said = text_of(signed_in.get(LOG, {"compte": "site"}).text)

    assert "Le site a fermé un écart" in said
    assert "Un compte supprimé a" not in said


def test_the_past_of_those_merged_into_a_structure_is_its_own(member):
    item = new_structure(member)
    merged = StructureFactory(status="hidden", merged_into=item.structure)
    Event.objects.record("profiles.photo_add", structure=merged)

    assert "a ajouté une photo" in [one.action for one in history(item)]
