"""What has changed since a structure was picked, as the page of a shortlist shows it."""

import pytest
import time_machine

from suppliers import search
from suppliers.models import Certification, Structure

from .conftest import page_of


def test_a_certificate_that_has_ended_is_told_on_the_page(client, shortlist, structures):
    with time_machine.travel("2026-11-27 10:00"):
        Certification.objects.filter(structure=structures[1]).update(valid_until="2026-11-26")
        search.refresh()
        html = client.get(page_of(shortlist)).content.decode()
    assert "A perdu : ESAT (" in html
    assert "Marché réservé L2113-12 : plus éligible" in html
    assert "Café des Halles" in html


@pytest.mark.parametrize("fate", ["hidden", "closed", "deleted"])
def test_one_that_leaves_stays_in_sight(client, shortlist, structures, fate):
    gone = structures[0]
    if fate == "hidden":
        Structure.objects.filter(pk=gone.pk).update(status="hidden")
    elif fate == "closed":
        Structure.objects.filter(pk=gone.pk).update(admin_state="F")
    else:
        gone.delete()
    search.refresh()
    html = client.get(page_of(shortlist)).content.decode()
    words = {
        "hidden": "N’a plus de fiche publique.",
        "closed": "Établissement fermé d’après SIRENE.",
        "deleted": "N’est plus dans l’annuaire.",
    }
    assert "Atelier Brosse" in html
    assert words[fate] in html
    client.post(page_of(shortlist), {"oublier": "1"})
    assert shortlist.items.held().count() == (3 if fate == "closed" else 2)


def test_one_whose_structure_is_deleted_can_be_taken_out(client, shortlist, structures):
    item = shortlist.items.get(structure=structures[0])
    structures[0].delete()
    client.post(page_of(shortlist), {"sortir": item.pk})
    assert shortlist.items.held().count() == 2
