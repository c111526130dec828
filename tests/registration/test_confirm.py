"""« Tout est exact », from the signed link of a reminder."""

import datetime as dt
import re

import pytest
import time_machine
from django.core import signing
from django.utils import timezone

from suppliers import search
from suppliers.models import ContactPerson, DirectoryEntry, Event, Structure
from suppliers.registration.confirm import SALT, confirm_structure, confirm_url
from suppliers.showing.days import long_day_in_words
from tests.factories import (
    ActivityFactory,
    CertificationFactory,
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    structure = StructureFactory(
        published=True, name="Le Canal <b>& Cie</b>", address="12 rue de Paris", phone="0143000000"
    )
    ActivityFactory(structure=structure, sectors=["nettoyage-locaux"])
    CertificationFactory(
        structure=structure, kind_id="ACI", valid_from="2025-01-01", valid_until="2027-12-31",
        verified_on="2025-01-01",
    )  # fmt: skip
    ContactPerson.objects.create(structure=structure, name="Inès Durand", consented_at=timezone.now())
    search.refresh()
    return StructureMembershipFactory(structure=structure, user=UserFactory(email="ines@canal.example"))


@pytest.fixture
def path(member, settings):
    return confirm_url(member.structure_id, member.user_id).removeprefix(settings.SITE_URL)


def test_the_page_shows_what_buyers_read_and_confirms_nothing(client, member, path):
    html = client.get(path).content.decode()

    for said in [
        "Le Canal &lt;b&gt;&amp; Cie&lt;/b&gt;",
        "12 rue de Paris",
        "Nettoyage de locaux",
        "01\u00a043\u00a000\u00a000\u00a000",
        "Inès Durand",
        "31 décembre 2027",
        "Tout est exact",
        f"/espace/structures/{member.structure_id}/",
    ]:
        assert said in html
    member.structure.refresh_from_db()
    assert member.structure.confirmed_on is None


def test_one_click_confirms_without_signing_in(client, member, path):
    response = client.post(path, follow=True)

    assert "Merci, la fiche est confirmée" in response.content.decode()
    member.structure.refresh_from_db()
    assert member.structure.confirmed_on == timezone.localdate()
    event = Event.objects.get()
    assert (event.action, event.by, event.structure) == (
        "registration.confirm",
        member.user,
        member.structure,
    )
    assert DirectoryEntry.objects.get().card["confirmed_on"] == timezone.localdate().isoformat()


def test_a_link_used_twice_says_so_and_changes_nothing_more(client, member, path):
    with time_machine.travel(timezone.now() + dt.timedelta(days=3)):
        client.post(path)
    with time_machine.travel(timezone.now() + dt.timedelta(days=8)):
        html = client.get(path).content.decode()
        client.post(path)

    assert "fiche confirmée le" in html
    assert "Tout est exact</button>" not in html
    assert Event.objects.count() == 1


def test_a_link_of_last_year_expires_and_says_what_to_do(client, member, path):
    with time_machine.travel(timezone.now() + dt.timedelta(days=91)):
        for answer in (client.get, client.post):
            response = answer(path)
            assert response.status_code == 410
            assert "Ce lien a expiré" in response.content.decode()
    member.structure.refresh_from_db()
    assert member.structure.confirmed_on is None


def test_who_has_left_the_structure_confirms_nothing(client, member, path):
    member.delete()
    response = client.post(path)

    assert response.status_code == 410
    assert "Cette fiche n’est plus la vôtre" in response.content.decode()
    assert "12 rue de Paris" not in response.content.decode()
    assert not Event.objects.exists()


def dashboard(client, member):
    client.force_login(member.user)
    return client.get(f"/espace/structures/{member.structure_id}/").content.decode()


def confirmed(member, *, days_ago, by):
    with time_machine.travel(timezone.now() - dt.timedelta(days=days_ago)):
        confirm_structure(member.structure, by=by)
    return long_day_in_words(timezone.localdate() - dt.timedelta(days=days_ago))


def test_dashboard_asks_first_for_what_was_never_confirmed(client, member):
    page = dashboard(client, member)
    assert "Vous ne l’avez pas encore confirmée." in page
    assert re.search(r'class="btn" type="submit">.*Tout est exact</button>', page)


def test_dashboard_asks_for_no_confirmation_twice_in_a_day(client, member):
    day = confirmed(member, days_ago=0, by=member.user)
    page = dashboard(client, member)
    assert f"Confirmée le {day} par vous." in page
    assert "Tout est exact" not in page and "Confirmer de nouveau" not in page


def test_dashboard_offers_to_confirm_again_another_day(client, member):
    day = confirmed(member, days_ago=9, by=UserFactory(first_name="Samir", last_name="Haddad"))
    page = dashboard(client, member)
    assert f"Confirmée le {day} par Samir Haddad." in page
    assert 'class="btn btn--ghost" type="submit">Confirmer de nouveau</button>' in page


def test_dashboard_asks_first_for_what_was_confirmed_long_ago(client, member):
    confirmed(member, days_ago=340, by=member.user)
    assert "Tout est exact</button>" in dashboard(client, member)


def test_dashboard_names_nobody_for_a_day_that_nobody_has_given(client, member):
    confirmed(member, days_ago=9, by=member.user)
    Structure.objects.update(confirmed_on="2026-01-01")
    assert "Confirmée le 1er janvier 2026." in dashboard(client, member)


@pytest.mark.parametrize("gone", ["hidden", "inactive"])
def test_a_link_to_what_is_not_public_any_more_is_unknown(client, member, path, gone):
    member.structure.status = "hidden" if gone == "hidden" else "published"
    member.structure.save()
    member.user.is_active = gone != "inactive"
    member.user.save()

    assert client.post(path).status_code == 404


@pytest.mark.parametrize("token", ["x", "%00", "a:b:c", "é"])
def test_a_link_that_is_not_ours_is_unknown(client, token):
    assert client.get(f"/confirmer/{token}/").status_code == 404


def test_a_token_signed_for_something_else_is_unknown(client, member):
    said = {"structure": member.structure_id, "user": member.user_id, "on": 1}
    for other in (signing.TimestampSigner(salt="mailing.stop"), signing.Signer(salt=SALT)):
        assert client.post(f"/confirmer/{other.sign_object(said)}/").status_code == 404


def test_the_page_costs_the_same_for_many_activities(client, member, path, django_assert_num_queries):
    client.get(path)
    for position in range(1, 8):
        ActivityFactory(structure=member.structure, position=position)
    with django_assert_num_queries(8):
        client.get(path)
