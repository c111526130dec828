"""`manage.py demo`: once, and never a known password beside real structures only."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.html import escape

from suppliers.management.commands.demo import PASSWORD, STRUCTURES
from suppliers.models import BuyerOrganisation, ReviewItem, ReviewKind, Structure
from tests.factories import StructureFactory
from tests.validation.pressing import press, url_of

pytestmark = pytest.mark.django_db


def demo(**options):
    output = StringIO()
    call_command("demo", stdout=output, stderr=output, **options)
    return output.getvalue()


@pytest.fixture
def accounts(db):
    return get_user_model().objects


def test_demo_fills_an_empty_directory_and_says_how_to_enter(accounts, client):
    said = demo()

    assert Structure.objects.filter(is_demo=True).count() == Structure.objects.count() == STRUCTURES
    assert "admin (administration du site), animation (équipe du territoire)" in said
    assert client.login(username="admin", password=PASSWORD)


def test_demo_a_second_time_changes_nothing(accounts, django_assert_max_num_queries):
    demo()
    before = list(accounts.order_by("pk").values()), Structure.objects.count()
    with django_assert_max_num_queries(46):
        demo()

    assert (list(accounts.order_by("pk").values()), Structure.objects.count()) == before


def test_demo_leaves_a_changed_password_alone(accounts):
    StructureFactory(is_demo=True)
    accounts.create_superuser("admin", password="one of my own")
    demo()

    assert accounts.get(username="admin").check_password("one of my own")


def test_demo_opens_no_door_beside_real_structures(accounts):
    StructureFactory()
    said = demo()

    assert not accounts.exists()
    assert Structure.objects.count() == 1
    assert "comptes" not in said


def test_demo_is_refused_on_a_real_site(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="ATLAS_DEMO=1"):
        demo()


def test_the_team_of_the_territory_reaches_structures_and_not_accounts(accounts, client):
    StructureFactory(is_demo=True)
    demo()
    client.login(username="animation", password=PASSWORD)
    team = accounts.get(username="animation")

    assert team.has_perm("suppliers.change_structure")
    assert not team.has_perm("suppliers.delete_structure")
    assert not team.has_perm("suppliers.change_user")
    assert client.get("/admin/").status_code == 200


@pytest.fixture
def ready(accounts, settings):
    settings.DEMO = True
    demo()


def enter(client, name):
    return client.post("/compte/login/", {"login": name, "password": PASSWORD}, follow=True)


def test_the_structure_of_the_demonstration_keeps_a_profile(ready, client):
    assert enter(client, "structure").status_code == 200
    kept = Structure.objects.filter(memberships__user__username="structure")

    mine = client.get(reverse("registration:mine")).text
    assert {one.status for one in kept} == {"published", "draft"}
    for one in kept:
        assert escape(str(one)) in mine
        assert client.get(reverse("registration:structure", args=[one.pk])).status_code == 200
    assert client.get(reverse("validation:queue")).status_code == 403


@pytest.mark.parametrize("name", ["validation", "animation", "admin"])
def test_the_validator_of_the_demonstration_decides_without_a_second_factor(ready, client, name):
    enter(client, name)
    item = ReviewItem.objects.filter(kind="structure").first()

    assert client.get(reverse("validation:queue")).status_code == 200
    page = client.get(url_of(item))
    assert escape(str(item.structure)) in page.text
    assert press(client, item, "accepter", page).status_code == 200
    item.structure.refresh_from_db()
    assert item.structure.status == "published"
    assert client.get("/demo/courriels/").status_code == 200
    assert client.get("/admin/").status_code == (302 if name == "validation" else 200)


def test_the_queue_of_the_demonstration_has_some_of_each_kind(ready):
    waiting = ReviewItem.objects.open()

    assert set(waiting.values_list("kind", flat=True)) == set(ReviewKind.values)
    received = list(waiting.order_by("created_at").values_list("created_at", flat=True))
    assert len({one.date() for one in received}) == len(received)


def test_the_buyer_of_the_demonstration_steers(ready, client):
    enter(client, "acheteur")
    organisation = BuyerOrganisation.objects.get()
    page = client.get(reverse("sourcing:steering", args=[organisation.pk])).text
    assert organisation.workspace.needs.filter(awards__outcome="awarded").count() == 3
    assert "Achats aux entreprises agréées ESUS" in page
    ledger = organisation.ledgers.get()
    page = client.get(reverse("sourcing:ledger", args=[organisation.pk, ledger.pk])).text
    assert "EA, EATT et ESAT" in page
    assert "5 fournisseurs" in page
