import datetime as dt

import pytest
from django.utils import timezone

from suppliers.models import (
    Certification,
    NotDuplicate,
    OutgoingEmail,
    ReviewItem,
    ReviewKind,
    Structure,
)
from suppliers.profiles.queue import submit
from suppliers.validation.actions import decide
from suppliers.validation.contract import (
    CannotDecideError,
    DecidedMeanwhileError,
    Decision,
)
from suppliers.validation.duplicates import find_duplicates
from suppliers.validation.merging.act import digest_of_both, merge_pair
from suppliers.validation.merging.sides import kept_unless_chosen
from suppliers.validation.undo import undo
from tests.factories import StructureFactory, StructureMembershipFactory, UserFactory

from .pairs import item_of, made_pair, merged_into

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return made_pair()


def test_owner_of_the_merged_one_becomes_an_editor_beside_another(pair, validator):
    kept, merged = pair
    StructureMembershipFactory(structure=kept, user=UserFactory(username="déjà là"))

    merged_into(kept, merged, validator)

    roles = dict(kept.memberships.values_list("user__username", "role"))
    assert roles == {"déjà là": "owner", "responsable": "editor"}


def test_member_of_both_is_one_member_and_keeps_the_higher_role(pair, validator):
    kept, merged = pair
    owner = merged.memberships.get().user
    StructureMembershipFactory(structure=kept, user=owner, role="editor")

    event = merged_into(kept, merged, validator)

    assert [(one.user, one.role) for one in kept.memberships.all()] == [(owner, "owner")]
    undo(event, by=validator)
    assert (kept.memberships.get().role, merged.memberships.get().role) == ("editor", "owner")


def test_what_waits_for_the_merged_one_waits_for_the_other_or_closes(pair, validator):
    kept, merged = pair
    third = StructureFactory(published=True)
    claim = submit(ReviewKind.CLAIM, merged, key="9")[0]
    change = submit(ReviewKind.CHANGE, merged)[0]
    with_third = item_of(merged, third)

    merged_into(kept, merged, validator)

    for item in (claim, change, with_third):
        item.refresh_from_db()
    assert (claim.structure, claim.status) == (kept, "waiting")
    assert (change.status, with_third.status) == ("withdrawn", "withdrawn")


def test_members_are_written_to_once_each(pair, validator):
    kept, merged = pair
    merged_into(kept, merged, validator)

    letter = OutgoingEmail.objects.get()
    assert (letter.kind, letter.user.username, letter.structure) == ("merged", "responsable", kept)
    assert "vos deux fiches n’en font plus qu’une" in letter.subject


@pytest.mark.parametrize(
    ("kept", "merged", "said"),
    [
        ({"status": "pending"}, {"published": True}, "qui est publiée"),
        ({"published": True, "siret": None}, {"published": True}, "qui a un SIRET"),
        ({"published": True, "is_demo": True}, {"published": True}, "fictive"),
    ],
)
def test_merge_that_would_lose_something_says_which_to_keep(kept, merged, said, validator):
    one, other = StructureFactory(**kept), StructureFactory(**merged)
    with pytest.raises(CannotDecideError, match=said):
        merged_into(one, other, validator)
    assert Structure.objects.filter(merged_into=None).count() == 2


def test_merge_needs_both_pages_as_they_were_compared(pair, validator):
    kept, merged = pair
    item = item_of(kept, merged)
    seen = digest_of_both(item)
    Structure.objects.filter(pk=merged.pk).update(name="Autre nom")

    with pytest.raises(DecidedMeanwhileError, match="a changé"):
        merge_pair(item, kept=kept.pk, sides={}, by=validator, seen_version=item.version, seen_facts=seen)
    with pytest.raises(CannotDecideError, match="Comparez"):
        decide(item, Decision.APPROVE, by=validator, seen_version=item.version)


def test_pair_refused_is_two_for_good_until_undone(pair, validator):
    kept, merged = pair
    Certification.objects.all().delete()
    assert find_duplicates() == 1
    item = ReviewItem.objects.get()
    event = decide(item, Decision.REFUSE, by=validator, seen_version=0, reason="two")

    said = NotDuplicate.objects.get()
    assert (said.first, said.second, said.said_by) == (kept, merged, validator)
    assert find_duplicates() == 0
    undo(event, by=validator)
    assert not NotDuplicate.objects.exists()
    assert ReviewItem.objects.open().get() == item


def test_page_kept_unless_chosen_is_published_then_claimed_then_fresh():
    plain = StructureFactory(published=True)
    claimed = StructureFactory(published=True, claimed_at=timezone.now())
    fresh = StructureFactory(published=True, confirmed_on=dt.date(2026, 5, 1))
    pending = StructureFactory(status="pending", claimed_at=timezone.now())
    assert kept_unless_chosen(plain, claimed) == claimed
    assert kept_unless_chosen(plain, fresh) == fresh
    assert kept_unless_chosen(pending, plain) == plain
    assert kept_unless_chosen(plain, StructureFactory(published=True)) == plain
