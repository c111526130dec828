"""What a validator corrects is read as what a structure types: nothing hidden is published."""

import pytest

from suppliers.models import Structure

from .conftest import new_structure
from .pressing import press

pytestmark = pytest.mark.django_db
HIDDEN = "\u202e\u200b\u2066\ufeff"


@pytest.mark.parametrize("name", ["name", "brand", "address", "city", "description", "phone"])
def test_a_correction_keeps_nothing_that_cannot_be_seen(signed_in, member, name):
    item = new_structure(member)
    typed = "01 99 00 12 34" if name == "phone" else "Montreuil sous Bois"

    press(signed_in, item, "accepter", **{name: f"{typed[:4]}{HIDDEN}{typed[4:]}"})

    structure = Structure.objects.get(pk=item.structure_id)
    assert getattr(structure, name) == typed
    assert structure.status == "published"
