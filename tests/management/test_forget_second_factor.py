import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from tests.accounts.conftest import make_person, sign_in


@pytest.mark.parametrize("name", ["camille", "Camille@structure.example"])
def test_a_lost_second_factor_is_forgotten_and_sessions_closed(client, db, capsys, name):
    person = make_person()
    sign_in(client, person)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    call_command("forget_second_factor", name)

    assert "n’a plus de second facteur" in capsys.readouterr().out
    assert not Authenticator.objects.exists()
    assert client.get("/espace/").status_code == 302


def test_who_has_none_is_told_so(db, capsys):
    make_person()
    call_command("forget_second_factor", "camille")

    assert "n’avait pas de second facteur" in capsys.readouterr().out


def test_an_unknown_account_is_refused(db):
    with pytest.raises(CommandError, match="« personne »"):
        call_command("forget_second_factor", "personne")
