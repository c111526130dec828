"""What else an item names: other requests, and structures that resemble its own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from suppliers.models import ReviewKind, Territory
from suppliers.profiles.queue import submit
from tests.factories import StructureFactory, UserFactory
from tests.validation.conftest import change, refuse
from tests.validation.pressing import url_of

pytestmark = pytest.mark.django_db
OTHERS = "Autres demandes en attente pour cette structure"


def claimed(structure, name="demandeuse"):
    asking = UserFactory(username=name)
    return submit(ReviewKind.CLAIM, structure, key=str(asking.pk), by=asking, message="J’y travaille.")[0]


def test_two_open_items_of_a_structure_lead_to_each_other(signed_in, member):
    item = change(member)
    assert OTHERS not in signed_in.get(url_of(item)).text
    other = claimed(item.structure)

    for here, there in ((item, other), (other, item)):
        page = signed_in.get(url_of(here)).text
        assert OTHERS in page
        assert f'href="{url_of(there)}"' in page

    refuse(other, UserFactory(username="autre", is_validator=True))
    assert OTHERS not in signed_in.get(url_of(item)).text


def test_a_pair_is_among_the_requests_of_its_two_sides_where_it_may_be_opened(client, limited, member):
    here = StructureFactory(published=True, territory=Territory.objects.get(code="75056"))
    item = claimed(here)
    there = StructureFactory(published=True)
    ours = submit(ReviewKind.DUPLICATE, here, key=str(there.pk), other=there)[0]
    third = StructureFactory(published=True)
    theirs = submit(ReviewKind.DUPLICATE, third, key=str(here.pk), other=here)[0]

    client.force_login(limited)
    page = client.get(url_of(item)).text.split(OTHERS)[1]

    assert f'href="{url_of(ours)}"' in page
    assert f'href="{url_of(theirs)}"' not in page


def test_an_item_asks_as_many_questions_however_much_waits_beside_it(signed_in, member):
    item = change(member)
    claimed(item.structure)
    signed_in.get(url_of(item))
    counts = []
    for number in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            signed_in.get(url_of(item))
        counts.append(len(asked))
        for rank in range(5):
            claimed(item.structure, f"demandeuse-{number}-{rank}")
    assert counts[0] == counts[1]
