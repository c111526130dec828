"""What the structures of shortlists have lost: to whom it is told, once."""

from __future__ import annotations

import datetime as dt

import pytest

from suppliers import search
from suppliers.models import ShortlistAlert, ShortlistItem
from suppliers.sourcing.alerts import telling
from suppliers.sourcing.alerts.saved import LOSSES
from tests.buyer_factories import WorkspaceFactory
from tests.factories import BuyerMembershipFactory
from tests.sourcing.alerts.conftest import (
    alert,
    find_again,
    letters,
    lose,
    picked,
    proven,
    somebody,
)

pytestmark = pytest.mark.django_db


def test_what_was_lost_is_told_once(user):
    structure, kept = proven(), proven()
    item = picked(user, structure)
    picked(user, kept)
    alert()
    assert letters(LOSSES) == []

    lose(structure)
    alert()
    (letter,) = letters(LOSSES)
    assert letter.subject == "Un changement pour 1 structure de vos sélections"
    assert "- Le Canal adapté. A perdu : Entreprise adaptée (" in letter.text
    assert "Marché réservé L2113-12 : plus éligible selon les preuves connues." in letter.text
    assert letter.headers["List-Unsubscribe"]
    item.refresh_from_db()
    assert item.told[str(user.pk)] == ["certification:EA", "article:L2113-12:none"]

    alert()
    alert(days=8)
    assert len(letters(LOSSES)) == 1


def test_what_is_lost_again_is_told_again(user):
    structure = proven()
    picked(user, structure)
    lose(structure)
    alert()
    find_again(structure)
    alert(days=8)
    lose(structure)
    alert(days=16)
    assert len(letters(LOSSES)) == 2


def test_who_leaves_the_directory_is_told_by_the_name_it_had(user):
    structure = proven()
    picked(user, structure)
    structure.delete()
    alert()
    assert "- Le Canal adapté. N’est plus dans l’annuaire." in letters(LOSSES)[0].text


def test_an_agreement_that_ends_is_told_the_day_after(user):
    picked(user, proven(days=3))
    alert(days=3)
    assert letters(LOSSES) == []
    alert(days=4)
    assert len(letters(LOSSES)) == 1


def test_each_member_is_told_of_the_shared_shortlist(user):
    member = BuyerMembershipFactory(user=user)
    colleague = BuyerMembershipFactory(organisation=member.organisation, user=somebody())
    structure = proven()
    picked(user, structure, workspace=WorkspaceFactory(organisation=member.organisation))
    ShortlistAlert.objects.create(user=colleague.user, frequency="never")
    lose(structure)
    alert()
    assert [letter.to for letter in letters(LOSSES)] == [user.email]

    ShortlistAlert.objects.filter(user=colleague.user).update(frequency="daily")
    alert()
    assert [letter.to for letter in letters(LOSSES)] == [user.email, colleague.user.email]


def test_what_was_set_aside_or_taken_out_is_not_told(user):
    first, second = proven(), proven()
    picked(user, first, status="set_aside", reason="Capacité trop faible")
    item = picked(user, second)
    ShortlistItem.objects.filter(pk=item.pk).update(removed_at=dt.datetime.now(dt.UTC))
    lose(first)
    lose(second)
    alert()
    assert letters(LOSSES) == []


def test_a_visitor_is_told_nothing():
    structure = proven()
    row = picked(somebody(), structure)
    row.shortlist.workspace.user = None
    row.shortlist.workspace.save()
    lose(structure)
    alert()
    assert letters(LOSSES) == []


@pytest.mark.parametrize("how_many", [1, 20])
def test_a_letter_of_a_shortlist_asks_the_same_of_the_database(user, django_assert_num_queries, how_many):
    for _ in range(how_many):
        picked(user, proven())
    at = search.state()
    with django_assert_num_queries(9):
        telling.write_alerts(at)
