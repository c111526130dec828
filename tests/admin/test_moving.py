"""A structure whose address is changed by hand: its territory follows, its point is not left behind."""

import pytest
from django.urls import reverse

from suppliers import search
from suppliers.geocoding.structures import improvable
from suppliers.models import DirectoryEntry, Structure, Territory
from tests.imports.lists import a_row, import_rows

from .forms import send

pytestmark = pytest.mark.django_db
BAGNOLET = {"postal_code": "93170", "city": "Bagnolet"}


def change(client, structure, **changes):
    response = send(client, reverse("admin:suppliers_structure_change", args=[structure.pk]), **changes)
    structure.refresh_from_db()
    return response


def territory(code):
    return Territory.objects.get(code=code)


def is_at_centre_of(structure, code):
    place = territory(code)
    centre = (place.pk, place.latitude, place.longitude, "commune", None)
    return centre == (
        structure.territory_id,
        structure.latitude,
        structure.longitude,
        structure.geo_precision,
        structure.geo_score,
    )


@pytest.mark.parametrize("precision", ["housenumber", "source", "manual", "commune"])
def test_a_structure_that_moves_is_at_the_centre_of_its_new_commune(admin_client, structure, precision):
    Structure.objects.filter(pk=structure.pk).update(geo_precision=precision, geo_score=0.9)

    response = change(admin_client, structure, address="1 rue Sadi-Carnot", **BAGNOLET)

    assert response.status_code == 302
    assert is_at_centre_of(structure, "93006")
    assert DirectoryEntry.objects.get(pk=structure.pk).card["city"] == "Bagnolet"
    assert search.differences() == []
    assert structure in improvable()
    page = admin_client.get(reverse("admin:suppliers_structure_changelist"))
    assert "placée au centre de sa commune" in page.text


def test_another_street_of_the_commune_is_another_address(admin_client, structure):
    change(admin_client, structure, address="1 rue Sadi-Carnot")

    assert is_at_centre_of(structure, "93048")


def test_capitals_move_nobody(admin_client, structure):
    change(admin_client, structure, city="MONTREUIL")

    assert (structure.city, structure.geo_precision, structure.latitude) == (
        "MONTREUIL",
        "housenumber",
        48.8638,
    )


def test_an_address_that_moves_with_its_point_keeps_it(admin_client, structure):
    change(admin_client, structure, latitude="48.8700", longitude="2.4180", **BAGNOLET)

    assert (structure.territory.code, structure.latitude) == ("93006", 48.87)
    assert structure.geo_precision == "manual"


def test_a_point_said_to_be_placed_by_hand_stays(admin_client, structure):
    change(admin_client, structure, address="1 rue Sadi-Carnot", geo_precision="manual")

    assert (structure.latitude, structure.geo_precision) == (48.8638, "manual")


def test_a_point_placed_by_hand_before_stays_when_its_street_is_put_right(admin_client, structure):
    Structure.objects.filter(pk=structure.pk).update(geo_precision="manual", geo_score=None)

    change(admin_client, structure, address="18 bis rue Saint-Antoine")

    assert (structure.latitude, structure.geo_precision) == (48.8638, "manual")


def test_a_commune_chosen_by_hand_puts_a_structure_without_a_point_on_the_map(admin_client, structure):
    nowhere = {"territory": None, "latitude": None, "longitude": None, "geo_precision": ""}
    Structure.objects.filter(pk=structure.pk).update(city="Xyzville", geo_score=None, **nowhere)

    change(admin_client, structure, territory=territory("93048").pk)

    assert is_at_centre_of(structure, "93048")


@pytest.mark.parametrize("typed", ["Montreuil", "saint denis", "Saint-Denis", "L’Île-Saint", "2b", "93048"])
def test_a_territory_is_found_however_it_is_typed(admin_client, typed):
    asked = {"app_label": "suppliers", "model_name": "structure", "field_name": "territory", "term": typed}
    found = admin_client.get(reverse("admin:autocomplete"), asked).json()["results"]

    assert found


def test_a_commune_out_of_the_reference_leaves_the_departement_and_no_point(admin_client, structure):
    change(admin_client, structure, postal_code="62170", city="Montreuil")

    assert (structure.territory.code, structure.latitude, structure.geo_precision) == ("62", None, "")
    page = admin_client.get(reverse("admin:suppliers_structure_changelist"))
    assert "la structure n’est pas sur la carte" in page.text


def test_a_merged_commune_gives_its_heir(admin_client, structure):
    change(admin_client, structure, postal_code="93380", city="Pierrefitte-sur-Seine")

    assert is_at_centre_of(structure, "93066")


@pytest.mark.parametrize("code", ["93048", "75111", "92", "T1"])
def test_a_territory_that_denies_the_address_is_said_at_its_field(admin_client, structure, code):
    Structure.objects.filter(pk=structure.pk).update(territory=None)

    response = change(admin_client, structure, territory=territory(code).pk, **BAGNOLET)

    assert response.context["adminform"].form.errors["territory"] == [
        "L’adresse est dans la commune suivante : Bagnolet (93006). Choisissez-la ici, ou corrigez l’adresse."
    ]
    assert structure.city == "Montreuil"


@pytest.mark.parametrize(
    ("city", "postal_code", "code"),
    [
        ("Paris", "75011", "75056"),
        ("Paris", "75000", "75111"),
        ("Bagnolet", "93170", "93"),
        ("Pierrefitte-sur-Seine", "93380", "93059"),
        ("Nulle-Part", "93100", "93006"),
    ],
)
def test_a_territory_that_agrees_or_cannot_be_judged_is_kept(
    admin_client, structure, city, postal_code, code
):
    changes = {"city": city, "postal_code": postal_code, "territory": territory(code).pk}

    assert change(admin_client, structure, **changes).status_code == 302

    assert structure.territory.code == code


def test_what_contradicts_itself_already_is_left_in_peace(admin_client, structure):
    Structure.objects.filter(pk=structure.pk).update(**BAGNOLET)

    assert change(admin_client, structure, brand="La Brosse").status_code == 302

    assert (structure.territory.code, structure.geo_precision) == ("93048", "housenumber")


def test_a_new_structure_is_placed_by_its_address(admin_client):
    url = reverse("admin:suppliers_structure_add")

    assert send(admin_client, url, name="La Brosse", **BAGNOLET).status_code == 302

    assert is_at_centre_of(Structure.objects.get(), "93006")


def test_the_list_of_the_old_address_does_not_bring_the_point_back(admin_client, tmp_path):
    import_rows(tmp_path, a_row())
    imported = Structure.objects.get()
    Structure.objects.update(geo_precision="manual", edited_fields=["latitude", "longitude"])
    change(admin_client, imported, address="1 rue Sadi-Carnot", **BAGNOLET)

    import_rows(tmp_path, a_row(updated_at="2025-06-10T10:00:00.000Z"))

    imported.refresh_from_db()
    assert is_at_centre_of(imported, "93006")
    assert imported in improvable()
