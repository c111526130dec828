"""« Nos références »: rows added, changed and taken out, together."""

import pytest

from suppliers.models import ClientReference, Event
from tests.factories import ClientReferenceFactory

pytestmark = pytest.mark.django_db


def row(number: int, **typed: str) -> dict[str, str]:
    return {f"reference-{number}-{name}": value for name, value in typed.items()}


SCHOOLS = {
    "client": "Ville de Montreuil",
    "subject": "Trois écoles",
    "year": "2025",
    "amount_excl_tax": "12 000 €",
}


def told(structure):
    return list(structure.references.values_list("client", "subject", "year"))


def test_references_are_added(drafting):
    answer = drafting.tab("references").send(**row(0, **SCHOOLS), **row(1, **SCHOOLS | {"year": "2024"}))

    assert answer.url == drafting.url("contact")
    assert told(drafting.structure) == [
        ("Ville de Montreuil", "Trois écoles", 2025),
        ("Ville de Montreuil", "Trois écoles", 2024),
    ]
    assert drafting.structure.references.first().amount_excl_tax == 12_000
    assert Event.objects.get(action="registration.references").by == drafting.user


def test_reference_is_changed_and_another_taken_out(drafting):
    for year in (2025, 2024, 2023):
        ClientReferenceFactory(structure=drafting.structure, year=year)
    untouched = ClientReference.objects.get(year=2023)
    tab = drafting.tab("references")

    tab.send(**row(0, subject="Quatre écoles"), **row(1, remove="on"))

    assert [(subject, year) for _, subject, year in told(drafting.structure)] == [
        ("Quatre écoles", 2025),
        ("Nettoyage de trois écoles", 2023),
    ]
    assert ClientReference.objects.get(year=2023).pk == untouched.pk


def test_reference_emptied_is_taken_out(drafting):
    ClientReferenceFactory(structure=drafting.structure)

    drafting.tab("references").send(**row(0, client="", subject="", year="", amount_excl_tax=""))

    assert told(drafting.structure) == []


def test_references_sent_twice_are_recorded_once(drafting):
    tab = drafting.tab("references")
    tab.send(**row(0, **SCHOOLS))

    answer = drafting.client.post(tab.url, {**tab.values, **row(0, **SCHOOLS)})

    assert answer.status_code == 302
    assert len(told(drafting.structure)) == 1


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("year", "0025", "Écrivez une année de 1990 à"),
        ("year", "", "Remplissez ce champ."),
        ("client", "", "Remplissez ce champ."),
        ("amount_excl_tax", "beaucoup", "Écrivez un nombre en chiffres"),
        ("amount_excl_tax", "1,234", "Deux chiffres au plus après la virgule."),
    ],
)
def test_reference_half_told_is_refused_at_its_field(drafting, name, typed, said):
    tab = drafting.tab("references")

    tab.send(**row(0, **SCHOOLS | {name: typed}))

    assert tab.page.count(said) == 2  # at the top, and at the field
    assert tab.values["reference-0-subject"] == "Trois écoles"
    assert told(drafting.structure) == []


def test_second_tab_sees_the_rows_that_stand_now_and_keeps_its_own(drafting):
    first, second = drafting.tab("references"), drafting.tab("references")
    first.send(**row(0, **SCHOOLS))

    second.send(**row(0, **SCHOOLS | {"client": "Est Ensemble"}))

    assert "Ville de Montreuil, Trois écoles, 2025, 12\u202f000\u00a0€\u00a0HT" in second.page
    assert second.values["reference-0-client"] == "Est Ensemble"
    assert [client for client, *_ in told(drafting.structure)] == ["Ville de Montreuil"]
    second.send()
    assert [client for client, *_ in told(drafting.structure)] == ["Est Ensemble"]


@pytest.mark.parametrize("rows", ["", "-1", "9" * 30, "1000000", "٣", "x"])
def test_number_of_rows_may_be_anything(drafting, rows):
    assert drafting.tab("references").send(rows=rows, **row(0, **SCHOOLS)).status_code in (200, 302)


@pytest.mark.parametrize("how_many", [1, 16])
def test_references_query_count_is_flat(drafting, django_assert_num_queries, how_many):
    ClientReferenceFactory.create_batch(how_many, structure=drafting.structure)
    drafting.client.get(drafting.url("references"))

    with django_assert_num_queries(10):
        drafting.client.get(drafting.url("references"))
