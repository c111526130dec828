"""The queue: one open item for one thing, a decision that is dated, a duplicate that names two."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from suppliers.models import NotDuplicate, ReviewItem, Territory
from tests.factories import ReviewItemFactory, StructureFactory

from .breaking import assert_allowed, assert_kept

pytestmark = pytest.mark.django_db
UNKNOWN = "Une valeur n’est pas dans la liste de celles qui sont possibles."
DATED = "Une décision est datée."


@pytest.fixture
def item():
    return ReviewItemFactory()


def test_a_thing_waits_once(item):
    with pytest.raises(IntegrityError, match="review_item_is_open_once"), transaction.atomic():
        ReviewItemFactory(structure=item.structure)


def test_a_thing_that_was_decided_can_come_back(item):
    assert_allowed(item, status="refused", decided_at=timezone.now())
    ReviewItemFactory(structure=item.structure)

    assert ReviewItem.objects.open().count() == 1


def test_items_of_other_keys_wait_side_by_side():
    structure = StructureFactory(published=True)
    for key in ("1", "2"):
        ReviewItemFactory(structure=structure, kind="claim", key=key)

    assert ReviewItem.objects.open().count() == 2


def test_what_was_decided_says_when(item):
    assert_kept(item, "review_item_decided_on_a_day", DATED, status="approved")


def test_what_waits_has_no_day_of_decision(item):
    assert_kept(item, "review_item_decided_on_a_day", DATED, decided_at=timezone.now())


def test_a_duplicate_names_another(item):
    message = "Un doublon désigne deux structures."
    assert_kept(item, "review_item_duplicate_has_another", message, kind="duplicate")
    assert_allowed(item, kind="duplicate", other=StructureFactory())


@pytest.mark.parametrize("bad", [{"kind": "autre"}, {"status": "perdue", "decided_at": timezone.now()}])
def test_kinds_and_states_are_those_of_the_list(item, bad):
    assert_kept(item, "review_item_values_are_known", UNKNOWN, **bad)


def test_a_pair_is_said_not_to_be_one_in_order_and_once():
    first, second = StructureFactory(), StructureFactory()
    NotDuplicate.objects.create(first=first, second=second)

    for pair in ((first, second), (second, first), (first, first)):
        with pytest.raises(IntegrityError, match="not_duplicate"), transaction.atomic():
            NotDuplicate.objects.create(first=pair[0], second=pair[1])


def test_items_are_those_of_a_territory_and_of_its_parts(item):
    seine_saint_denis = Territory.objects.get(code="93")
    paris = Territory.objects.get(code="75")

    assert ReviewItem.objects.within([seine_saint_denis.pk]).get() == item
    assert not ReviewItem.objects.within([paris.pk]).exists()
    assert ReviewItem.objects.within([]).get() == item
