"""A validator places the point of a structure from the item that shows its address."""

import pytest

from suppliers.models import ErrorReport, Event, ReviewKind, Structure
from suppliers.profiles.changing import change_facts
from suppliers.profiles.queue import submit
from tests.geocoding.ban_server import found
from tests.geocoding.conftest import ban as ban
from tests.validation.conftest import made_structure, new_structure, report
from tests.validation.pressing import press, shown_fields, url_of

pytestmark = pytest.mark.django_db
HAND = {"latitude": "48,870100", "longitude": "2.4602"}


@pytest.fixture(autouse=True)
def service(ban):
    ban.otherwise = found("18 Rue Saint-Antoine, 93100 Montreuil", 48.865, 2.455)
    return ban


def moved(member):
    structure = made_structure(member, published=True)
    change_facts(
        structure,
        {"address": "18 rue Saint-Antoine", "latitude": 48.865, "longitude": 2.455, "geo_score": 0.9},
        by=member,
    )
    return structure.review_items.get()


def reported(member):
    item = report(member)
    ErrorReport.objects.update(kind="address")
    return item


def listed(member):
    """A list says another position."""
    structure = made_structure(member, published=True, edited_fields=["latitude", "longitude"])
    had = {"latitude": structure.latitude, "longitude": structure.longitude}
    fields = {name: {"before": value, "after": value + 0.01} for name, value in had.items()}
    return submit(ReviewKind.IMPORT, structure, key="position", data={"fields": fields, "source": "Liste"})[0]


ITEMS = {"structure": new_structure, "change": moved, "report": reported, "import": listed}


def place_of(structure):
    return structure.latitude, structure.longitude, structure.geo_precision


@pytest.mark.parametrize("make", ITEMS.values(), ids=ITEMS)
def test_a_point_placed_by_a_validator_is_the_hands_and_is_taken_back(signed_in, member, make, service):
    item = make(member)
    before = Structure.objects.get()

    done = press(signed_in, item, "accepter", **HAND)

    assert "C’est accepté" in done.text
    structure = Structure.objects.get()
    assert place_of(structure) == (48.8701, 2.4602, "manual")
    assert structure.geo_score is None
    assert {"latitude", "longitude"} <= {*structure.edited_fields}, "no list moves what a hand has placed"
    assert service.questions == []
    page = signed_in.get(url_of(item)).text
    assert "48,87010 ; 2,46020 (placée à la main)" in page
    event = Event.objects.get(action="validation.correct")
    signed_in.post(url_of(item, f"annuler/{event.pk}/"))
    structure = Structure.objects.get()
    assert place_of(structure) == place_of(before)
    assert structure.edited_fields == before.edited_fields


@pytest.mark.parametrize("make", ITEMS.values(), ids=ITEMS)
def test_a_point_left_as_it_is_shown_is_no_correction(signed_in, member, make, service):
    item = make(member)
    Structure.objects.update(latitude=48.863812345678, longitude=2.448512345678)

    sent = shown_fields(signed_in.get(url_of(item)))
    press(signed_in, item, "accepter")

    assert {"latitude", "longitude"} <= sent.keys()
    assert Event.objects.filter(action="validation.approve").exists()
    assert service.questions == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"latitude": "1" + "0" * 30}, "La latitude va de −90 à 90 degrés."),
        ({"latitude": ""}, "Latitude et longitude vont ensemble"),
        ({"latitude": "ici"}, "Écrivez des degrés, comme 48,863800."),
        ({"latitude": "nan"}, "Écrivez des degrés"),
        ({"latitude": "48\x00"}, "Écrivez des degrés"),
        ({"latitude": "2.44", "longitude": "48.86"}, "interverties"),
    ],
)
def test_a_point_that_is_none_is_said_and_nothing_is_decided(signed_in, member, typed, said):
    item = new_structure(member)

    page = press(signed_in, item, "accepter", **typed).text

    assert said in page
    item.refresh_from_db()
    assert item.is_open
    assert Structure.objects.get().geo_precision != "manual"


def test_a_point_far_from_its_commune_is_kept_and_said(signed_in, member):
    page = press(signed_in, new_structure(member), "accepter", latitude="48.6", longitude="2.46").text

    assert Structure.objects.get().latitude == 48.6
    assert "km du centre de Montreuil" in page


def test_a_point_that_is_emptied_is_looked_for(signed_in, member, service):
    item = new_structure(member)
    Structure.objects.update(address="18 rue Saint-Antoine")

    press(signed_in, item, "accepter", latitude="", longitude="")

    assert place_of(Structure.objects.get()) == (48.865, 2.455, "housenumber")
    assert len(service.questions) == 1


def test_a_list_that_a_validator_corrects_does_not_own_the_point(signed_in, member):
    item = listed(member)

    press(signed_in, item, "accepter", **HAND)

    assert "position" not in Structure.objects.get().field_sources
