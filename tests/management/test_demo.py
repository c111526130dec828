"""`manage.py demo`: once, and never a known password beside real structures only."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from suppliers.management.commands.demo import PASSWORD, STRUCTURES
from suppliers.models import Structure
from tests.factories import StructureFactory

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
    with django_assert_max_num_queries(40):
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
