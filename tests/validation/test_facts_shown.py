"""Values in the words of the screens."""

import pytest

from suppliers.models import Certification, Structure
from suppliers.validation.facts_shown import Names, value_in_words

from .conftest import new_structure

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "name", "value", "said"),
    [
        (Structure, "largest_order_excl_tax", 12000, "12\u202f000\u00a0€\u00a0HT"),
        (Structure, "headcount", 1200, "1\u202f200"),
        (Certification, "target_share", "69.800", "69,8\u00a0%"),
        (Certification, "target_share_year", 2025, "2025"),
        (Certification, "valid_from", "2026-01-01", "1er janvier 2026"),
        (Structure, "open_to_cocontracting", True, "oui"),
        (Structure, "siret", "00002800100014", "000\u202f028\u202f001\u202f00014"),
    ],
)
def test_a_value_is_said_with_its_unit(model, name, value, said):
    assert value_in_words(name, value, Names([]), model) == said


def test_what_a_list_says_of_a_field_is_said_with_its_day(signed_in, member):
    item = new_structure(member)
    said = {"source": "Liste des SIAE", "date": "2026-11-03"}
    Structure.objects.update(field_sources={"latitude": said, "phone": {**said, "date": ""}})

    page = signed_in.get(f"/validation/{item.pk}/").text

    assert "<dt>Point sur la carte</dt><dd>Liste des SIAE, 3 novembre 2026</dd>" in page
    assert "<dt>Téléphone public</dt><dd>Liste des SIAE</dd>" in page
