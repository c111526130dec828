"""`manage.py verify`: a database that does not suit the settings is told at the start."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from suppliers.management.commands.demo import PASSWORD, create_accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts(db):
    create_accounts()
    return get_user_model().objects


@pytest.fixture
def real(settings):
    settings.DEMO = False


def test_a_real_site_refuses_the_published_password_and_says_what_to_do(real, accounts):
    with pytest.raises(
        CommandError,
        match=r"admin, animation, structure, validation\. Commencez par une base vide",
    ):
        call_command("verify")


def test_one_open_account_is_enough(real, accounts):
    accounts.exclude(username="animation").delete()

    with pytest.raises(CommandError, match=r"ouvre encore : animation\. .*changepassword animation\."):
        call_command("verify")


def test_accounts_that_nobody_enters_with_that_password_are_let_be(real, accounts, capsys):
    accounts.exclude(username="admin").update(is_active=False)
    admin = accounts.get(username="admin")
    admin.set_password("one of my own")
    admin.save()
    call_command("verify")

    assert capsys.readouterr().out == "Cette base convient au site.\n"


@pytest.mark.parametrize("mode", ["DEMO", "DEBUG"])
def test_a_demonstration_and_a_developer_keep_them(settings, accounts, mode):
    settings.DEMO = settings.DEBUG = False
    setattr(settings, mode, True)
    call_command("verify", verbosity=0)

    assert accounts.get(username="admin").check_password(PASSWORD)


def test_a_home_that_no_territory_has_is_said_whatever_the_verbosity(settings, capsys):
    settings.HOME_TERRITORY = "ZZZ"
    call_command("verify", verbosity=0)

    said = capsys.readouterr().out
    assert said.startswith("La variable d’environnement HOME_TERRITORY est le code d’un territoire")
    assert "« ZZZ » n’en est pas un" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("code", ["MGP", "93048", ""])
def test_a_home_that_is_known_or_none_is_well(settings, capsys, code):
    settings.HOME_TERRITORY = code
    call_command("verify", verbosity=0)

    assert capsys.readouterr().out == ""
