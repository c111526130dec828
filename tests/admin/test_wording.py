"""What the admin says, in a French that holds."""

import pytest
from django.urls import reverse

from suppliers.models import Structure
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["structure", "activity"])
def test_what_goes_with_a_deletion_is_told_without_the_rows_that_tie(admin_client, structure, name):
    activity = ActivityFactory(structure=structure, sectors=["nettoyage-locaux", "traiteur"])
    row = structure if name == "structure" else activity

    one = admin_client.get(reverse(f"admin:suppliers_{name}_delete", args=[row.pk]))
    several = admin_client.post(
        reverse(f"admin:suppliers_{name}_changelist"),
        {"index": "0", "action": "delete_selected", "_selected_action": [row.pk]},
    )

    for page in (one, several):
        assert "Activités: 1" in page.text
        assert str(activity) in page.text
        assert "elation" not in page.text


def test_structures_are_deleted_without_a_fault_of_grammar(admin_client, structure):
    page = admin_client.get(reverse("admin:suppliers_structure_changelist"))

    assert "Supprimer la sélection" in page.text
    assert "sélectionnés" not in page.text


def test_the_page_of_a_structure_says_which_name_is_public(admin_client, structure):
    page = admin_client.get(reverse("admin:suppliers_structure_change", args=[structure.pk]))

    assert "l’annuaire l’affiche comme nom" in page.text
    assert str(Structure(name="SARL", brand="Enseigne")) == "Enseigne"
