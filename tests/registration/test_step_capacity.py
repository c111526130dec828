"""« Ce que nous pouvons faire »: French numbers, the size band, what the database would refuse."""

from decimal import Decimal

import pytest

from suppliers.asking.number_fields import read_number
from suppliers.registration.step_capacity import CapacityForm, band_of
from suppliers.showing.amounts import share_in_words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12 000", 12000),
        ("12\u202f000\u00a0€", 12000),
        ("12000 € HT", 12000),
        ("12.000", 12000),
        ("1 200,50", 1200.5),
        ("15 jours", 15),
        ("80 %", 80),
        ("", None),
    ],
)
def test_number_is_read_as_french_people_type_it(typed, read):
    number = read_number(typed)

    assert (None if number is None else float(number)) == read


def test_capacity_is_saved(drafting):
    drafting.tab("capacite").send(
        headcount="24",
        inclusion_posts="18",
        lead_time_days="15 jours",
        largest_order_excl_tax="60 000 €",
        simultaneous_sites="3",
        open_to_cocontracting="oui",
    )

    structure = drafting.reread()
    assert (structure.headcount, structure.inclusion_posts, structure.lead_time_days) == (24, 18, 15)
    assert (structure.largest_order_excl_tax, structure.simultaneous_sites) == (60_000, 3)
    assert structure.open_to_cocontracting is True
    assert structure.employee_band_id == band_of(24) == "12"
    tab = drafting.tab("capacite")
    assert tab.values["largest_order_excl_tax"] == "60\u202f000"
    assert tab.values["open_to_cocontracting"] == "oui"


def test_largest_order_changed_elsewhere_is_said_as_an_amount(drafting):
    first, second = drafting.tab("capacite"), drafting.tab("capacite")
    first.send(largest_order_excl_tax="12000")

    second.send(largest_order_excl_tax="15 000")

    assert "12\u202f000\u00a0€\u00a0HT" in second.page
    assert drafting.reread().largest_order_excl_tax == 12_000


def test_number_written_with_other_spaces_is_no_change(drafting):
    field = CapacityForm(structure=drafting.structure).fields["largest_order_excl_tax"]

    assert not field.has_changed(12_000, "12 000 €")
    assert field.has_changed(12_000, "12 001")


@pytest.mark.parametrize(
    ("share", "said"), [("69.800", "69,8"), ("70.000", "70"), ("0.05", "0,05"), ("100", "100")]
)
def test_share_is_said_without_a_useless_zero(share, said):
    assert share_in_words(Decimal(share)) == f"{said}\u00a0%"


def test_cocontracting_may_be_left_unsaid(drafting):
    drafting.tab("capacite").send(open_to_cocontracting="non")
    assert drafting.reread().open_to_cocontracting is False

    drafting.tab("capacite").send(open_to_cocontracting="")
    assert drafting.reread().open_to_cocontracting is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"headcount": "dix"}, "Écrivez un nombre en chiffres, par exemple 24."),
        ({"headcount": "2,5"}, "Écrivez un nombre entier, sans virgule."),
        ({"headcount": "-3"}, "Un nombre négatif n’a pas de sens ici. Écrivez un nombre de 0 à 1"),
        *(
            ({"headcount": typed}, "Ce nombre est trop grand : 1\u202f000\u202f000 au plus.")
            for typed in ("1000001", "1" + "0" * 14, "1" + "0" * 30, "9" * 500, "10^30", "1,5e+30")
        ),
        ({"headcount": "0" * 41}, "40 caractères au plus"),
        (
            {"largest_order_excl_tax": "1 000 000 000 000 000 000,50 € HT"},
            "2\u202f000\u202f000\u202f000 au plus.",
        ),
        ({"lead_time_days": "0"}, "Écrivez un nombre de 1 à 730."),
        ({"headcount": "٢٤"}, "Écrivez un nombre en chiffres"),
        ({"headcount": "2", "inclusion_posts": "5"}, "Il n’y a pas plus de personnes en insertion"),
        ({"open_to_cocontracting": "peut-être"}, "Choisissez une réponse de la liste."),
        ({"employee_band_id": "99"}, "Choisissez une réponse de la liste."),
    ],
)
def test_capacity_that_cannot_be_is_refused_at_its_field(drafting, typed, said):
    tab = drafting.tab("capacite")

    assert tab.send(**typed).status_code == 200
    assert said in tab.page
    assert all(
        tab.values.get(name) == value
        for name, value in typed.items()
        if name != "employee_band_id" and name != "open_to_cocontracting"
    )
    assert drafting.reread().headcount is None
