"""The secret link, and the file."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from suppliers.models import ShareLink, ShortlistItem
from suppliers.sourcing.shortlists.sharing import MOST_OPEN, token_of
from tests.buyer_factories import ShareLinkFactory

from .conftest import page_of


def address(link):
    return reverse("sourcing:shortlist-shared", args=[token_of(link)])


def test_who_has_the_link_reads_structures_and_states_and_nothing_private(client, shortlist):
    ShortlistItem.objects.filter(pk=shortlist.items.first().pk).update(
        status="set_aside", reason="Délai trop long : confidentiel", note="Mot secret", tags=["étiquette-a"]
    )
    client.post(page_of(shortlist, "shortlist-share"), {"days": "7"})
    link = shortlist.links.get()
    stranger = Client()
    response = stranger.get(address(link))
    html = response.content.decode()

    assert "Atelier Brosse" in html
    assert "Écartée" in html
    for private in ("confidentiel", "Mot secret", "étiquette-a", "Qui a fait quoi", "<textarea"):
        assert private not in html
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    assert stranger.get(page_of(shortlist)).status_code == 302  # asked to sign in


def test_a_link_that_is_taken_back_opens_nothing(client, shortlist):
    link = ShareLinkFactory(shortlist=shortlist)
    assert Client().get(address(link)).status_code == 200
    for _ in range(2):
        answer = client.post(page_of(shortlist, "shortlist-share-revoke", link.pk), follow=True)
        assert "Le lien est annulé : il n’ouvre plus rien." in answer.content.decode()
    assert Client().get(address(link)).status_code == 404
    assert shortlist.events.filter(action="shortlist.unshare").count() == 1


@pytest.mark.parametrize("days", [7, 30, 90])
def test_a_link_ends(client, shortlist, days):
    client.post(page_of(shortlist, "shortlist-share"), {"days": days})
    link = shortlist.links.get()
    with time_machine.travel(timezone.now() + dt.timedelta(days=days, minutes=-1), tick=False):
        assert Client().get(address(link)).status_code == 200
    with time_machine.travel(timezone.now() + dt.timedelta(days=days, minutes=1), tick=False):
        assert Client().get(address(link)).status_code == 404


@pytest.mark.parametrize("days", ["", "8", "abc", "3650"])
def test_a_link_lasts_no_other_time(client, shortlist, days):
    response = client.post(page_of(shortlist, "shortlist-share"), {"days": days})
    assert "Rien n’est enregistré" in response.content.decode()
    assert not ShareLink.objects.exists()


def test_the_key_alone_or_signed_by_another_opens_nothing(shortlist):
    link = ShareLinkFactory(shortlist=shortlist)
    signed = token_of(link)
    for token in (link.key.hex, str(link.key), signed[:-1], f"x{signed}", "a:b", "é"):
        url = reverse("sourcing:shortlist-shared", args=[token])
        assert Client().get(url).status_code == 404, token


def test_links_have_their_number(client, shortlist):
    for _ in range(MOST_OPEN):
        ShareLinkFactory(shortlist=shortlist)
    assert (
        "liens valables" in client.post(page_of(shortlist, "shortlist-share"), {"days": 7}).content.decode()
    )
    assert shortlist.links.count() == MOST_OPEN


def test_the_link_of_another_shortlist_is_not_revoked(client, shortlist):
    other = ShareLinkFactory()
    assert client.post(page_of(shortlist, "shortlist-share-revoke", other.pk)).status_code == 404
    other.refresh_from_db()
    assert other.revoked_at is None


def test_file_says_all_and_holds_no_formula(client, shortlist, structures):
    structures[0].email, structures[0].phone = "contact@brosse.example", "0102030405"
    structures[0].save()
    ShortlistItem.objects.filter(pk=shortlist.items.first().pk).update(
        note="=HYPERLINK(1)", tags=["bio", "local"], found_by="q=nettoyage"
    )
    response = client.get(page_of(shortlist, "shortlist-csv"))
    text = b"".join(response).decode()
    assert text.startswith("\ufeffRang;Structure;SIRET;")
    lines = text.splitlines()
    assert len(lines) == 4
    first = lines[1].split(";")
    assert first[:3] == ["1", "Atelier Brosse", structures[0].siret]
    assert "contact@brosse.example" in first
    assert "'=HYPERLINK(1)" in first
    assert "bio, local" in first
    assert 'filename="ma-selection-' in response["Content-Disposition"]
