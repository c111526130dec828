"""The card that buyers will see, before they do."""

import re

import pytest
from django.urls import reverse

from suppliers import search
from suppliers.models import DirectoryEntry
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


def card_in(page: str) -> str:
    """Its words, without what tags them."""
    found = re.search(r'<li class="card.*?</li>\s*</ul>', page, re.DOTALL)
    assert found, "no card on this page"
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def test_preview_of_a_draft_is_the_card_the_directory_will_show(drafting):
    ActivityFactory(structure=drafting.structure)
    drafting.tab("capacite").send(headcount="24")

    card = card_in(drafting.client.get(drafting.url("apercu")).content.decode())

    assert "Ateliers du Canal" in card
    assert "Montreuil" in card
    assert "24 personnes" in card
    assert not DirectoryEntry.objects.filter(pk=drafting.structure.pk).exists()
    structure = drafting.structure
    structure.refresh_from_db()
    structure.status, structure.source = "published", "essai"
    structure.save()
    search.refresh([structure.pk])
    entry = DirectoryEntry.objects.get(pk=structure.pk)
    assert entry.card["headcount"] == 24
    public = drafting.client.get("/annuaire/?q=ateliers").content.decode()
    shown = re.search(rf'<li class="card[^>]*id="fiche-{structure.pk}".*?</li>', public, re.DOTALL)
    assert shown
    assert "24 personnes" in shown[0]


def test_preview_stands_beside_each_form_and_follows_what_is_saved(drafting):
    tab = drafting.tab("identite")
    tab.send(brand="Le Canal", aller="identite")

    assert "Le Canal" in card_in(tab.open().page)


def test_preview_of_a_published_structure_says_that_some_of_it_waits(published):
    published.tab("identite").send(name="Autre nom")

    page = published.client.get(published.url("apercu")).content.decode()

    assert "Ateliers du Canal" in card_in(page)
    assert "Ce qui attend une validation n’y est pas encore." in page
    assert published.structure.get_absolute_url() in page


def test_preview_says_what_is_missing_the_most_useful_first(drafting):
    page = drafting.client.get(drafting.url("apercu")).content.decode()

    assert page.index("Dire ce que vous vendez") < page.index("Une présentation de quelques phrases")


def test_preview_takes_nothing(drafting):
    assert drafting.client.post(drafting.url("apercu")).status_code == 405


def test_preview_sends_a_draft_that_lacks_nothing_and_says_so_of_another(drafting):
    page = drafting.client.get(drafting.url("apercu")).content.decode()
    assert "Envoyer à la validation" not in page
    assert "Voir ce qui manque avant l’envoi" in page

    ActivityFactory(structure=drafting.structure)
    drafting.tab("contact").send(email="contact@canal.example")
    page = drafting.client.get(drafting.url("apercu")).content.decode()
    assert f'action="{reverse("registration:submit", args=[drafting.structure.pk])}"' in page
    assert "Voir ce qui manque" not in page


def test_preview_of_a_published_structure_hands_nothing_in(published):
    page = published.client.get(published.url("apercu")).content.decode()

    assert "Envoyer à la validation" not in page
    assert "Revenir au tableau de bord" in page
