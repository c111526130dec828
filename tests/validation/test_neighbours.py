"""What else an item names: other requests, and structures that resemble its own."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from suppliers.models import ReviewKind, Territory
from suppliers.profiles.queue import submit
from tests.factories import CertificationFactory, StructureFactory, UserFactory
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


def beside(client, item, heading="semblables"):
    """What the page says under a heading."""
    return client.get(url_of(item)).text.split(f'id="{heading}"')[1].split("</section>")[0]


def alike(**values):
    return StructureFactory(**{"name": "La Brosse", "phone": "01 99 00 12 34", **values})


def test_a_structure_that_waits_is_reached_by_its_own_item(signed_in, member):
    item = claimed(alike(published=True))
    there = alike(status="pending")
    theirs = submit(ReviewKind.STRUCTURE, there)[0]

    said = beside(signed_in, item)
    assert f'href="{url_of(theirs)}"' in said
    assert "voir sa demande en attente" in said

    refuse(theirs, UserFactory(username="autre", is_validator=True))
    there.refresh_from_db()
    there.status = "hidden"
    there.save()
    said = beside(signed_in, item)
    assert f'href="{url_of(theirs)}"' in said
    assert "voir sa dernière demande" in said


def test_a_merged_sister_leads_to_the_page_that_stays(signed_in, member):
    item = claimed(alike(published=True))
    kept = StructureFactory(published=True, name="Celle qui reste")
    siret = f"{item.structure.siret[:9]}00099"
    StructureFactory(status="hidden", merged_into=kept, siret=siret, name="Celle qui est partie")

    said = beside(signed_in, item, "officiel")

    assert f'href="{kept.get_absolute_url()}"' in said
    assert "fusionnée" in said


def test_a_structure_without_item_is_opened_in_the_administration_by_its_staff(signed_in, validator, member):
    item = claimed(alike(published=True))
    there = alike(status="hidden")
    address = f"/admin/suppliers/structure/{there.pk}/change/"
    assert address not in beside(signed_in, item)

    validator.is_staff = True
    validator.save()

    assert address in beside(signed_in, item)


@pytest.mark.parametrize("status", ["pending", "published"])
def test_of_what_stands_elsewhere_only_what_is_public_is_shown(client, limited, member, status):
    paris = {"territory": Territory.objects.get(code="75056"), "city": "Paris"}
    here = alike(published=True, **paris)
    there = alike(status=status, source="essai", name="Secret de Montreuil", address="9 rue Cachée")
    pair = submit(ReviewKind.DUPLICATE, here, key=str(there.pk), other=there)[0]
    item = claimed(here)
    submit(ReviewKind.STRUCTURE, there)
    client.force_login(limited)

    pages = client.get(url_of(pair)).text, client.get(url_of(item)).text

    for page in pages:
        assert ("Secret de Montreuil" in page) is (status == "published")
        assert ("Une fiche qui n’est pas publiée" in page or "une fiche qui n’est pas" in page) is (
            status == "pending"
        )
    assert ("9 rue Cachée" in pages[0]) is (status == "published")
    assert "L’autre fiche n’est pas de votre territoire" in pages[0]
    assert "Comparer les deux fiches" not in pages[0]


def test_what_an_item_asks_does_not_grow_with_what_resembles_it(signed_in, member):
    item = claimed(alike(published=True))
    for _ in range(2):
        submit(ReviewKind.STRUCTURE, alike(status="pending"))
    signed_in.get(url_of(item))
    with CaptureQueriesContext(connection) as few:
        signed_in.get(url_of(item))
    for _ in range(3):
        submit(ReviewKind.STRUCTURE, alike(status="pending"))
    with CaptureQueriesContext(connection) as more:
        signed_in.get(url_of(item))
    assert len(more) == len(few)


def test_the_requests_of_a_pair_say_of_which_side_they_are(signed_in, member):
    one, other = alike(published=True, name="Le Balai"), alike(status="pending", name="Le Seau")
    pair = submit(ReviewKind.DUPLICATE, one, key=str(other.pk), other=other)[0]
    new = submit(ReviewKind.STRUCTURE, other)[0]

    assert "Le Seau · reçu" in beside(signed_in, pair, "autres")
    assert "Le Balai et Le Seau · reçu" in beside(signed_in, new, "autres")


def test_only_what_is_to_be_verified_is_said_to_go_to_the_queue(signed_in, member):
    item = submit(ReviewKind.STRUCTURE, alike(status="pending"))[0]
    CertificationFactory(structure=item.structure, valid_from=dt.date(2026, 1, 1))
    assert "Elle passera dans la file" not in signed_in.get(url_of(item)).text
    CertificationFactory(structure=item.structure, kind_id="ESUS", verification="declared")
    assert signed_in.get(url_of(item)).text.count("Elle passera dans la file") == 1
