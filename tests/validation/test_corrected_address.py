"""An address that a validator puts right is looked for, and a vague point is said."""

import pytest

from suppliers.geocoding.structures import improvable
from suppliers.models import Structure
from tests.geocoding.ban_server import NOTHING, found
from tests.geocoding.conftest import ban as ban
from tests.validation.conftest import new_structure
from tests.validation.pressing import press

pytestmark = pytest.mark.django_db
TYPED = {"address": "18 rue Saint-Antoine", "postal_code": "93100", "city": "Montreuil"}
VAGUE = "n’a pas été trouvée à la rue près"


def approved_with_address(client, member, validator):
    client.force_login(validator)
    item = new_structure(member)
    page = press(client, item, "accepter", **TYPED).text
    return Structure.objects.get(pk=item.structure_id), page


def test_a_corrected_address_gets_the_point_of_the_service(client, member, validator, ban):
    ban.otherwise = found("18 Rue Saint-Antoine, 93100 Montreuil", 48.865, 2.455)

    structure, page = approved_with_address(client, member, validator)

    assert (structure.latitude, structure.longitude) == (48.865, 2.455)
    assert structure.geo_precision == Structure.Precision.HOUSE_NUMBER
    assert VAGUE not in page


def test_a_corrected_address_that_is_not_found_is_said(client, member, validator, ban):
    ban.otherwise = NOTHING

    structure, page = approved_with_address(client, member, validator)

    assert structure.address == "18 rue Saint-Antoine"
    assert structure.geo_precision == Structure.Precision.COMMUNE
    assert VAGUE in page
    assert structure in improvable()
