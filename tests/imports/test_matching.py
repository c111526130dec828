"""A second list meets what is already there: who holds a field keeps it."""

import datetime as dt

import pytest

from suppliers.models import Structure, Territory
from tests.factories import StructureFactory

from .lists import ASP, a_row, counts, found, import_rows, structure_of

pytestmark = pytest.mark.django_db
EARLIER, LATER = "2025-03-10", "2025-06-10"


@pytest.fixture
def imported(tmp_path):
    """A structure imported from the list of March."""
    row = a_row(
        brand="La Brosse", website="http://brosse.example", description="Nettoyage", legal_form="SARL"
    )
    import_rows(tmp_path, row)
    return structure_of(row)


def later(**cells):
    return a_row(updated_at=LATER, **cells)


def test_the_same_list_replaces_what_it_wrote(tmp_path, imported):
    run = import_rows(
        tmp_path, later(name="LA BROSSE", brand="Brosse", legal_form="Association", naf="8121Z")
    )

    imported.refresh_from_db()
    assert counts(run) == (0, 1, 0, 0)
    assert (imported.name, imported.brand) == ("LA BROSSE", "Brosse")
    assert (imported.legal_form_id, imported.naf_code) == ("9220", "81.21Z")
    assert imported.source_date == dt.date(2025, 6, 10)
    assert imported.field_sources["name"] == {"source": ASP, "date": LATER}


def test_an_empty_cell_erases_nothing(tmp_path, imported):
    import_rows(tmp_path, later())

    imported.refresh_from_db()
    assert (imported.brand, imported.website, imported.description) == (
        "La Brosse",
        "http://brosse.example",
        "Nettoyage",
    )
    assert imported.legal_form_id == "5499"
    assert imported.field_sources["brand"]["date"] == EARLIER


def test_a_damaged_text_is_reported_and_replaces_nothing(tmp_path, imported):
    damaged = later(name="LA BR\ufffdSSE", brand="La Br\ufffdsse", address="1 all\ufffde", naf="8121Z")

    run = import_rows(tmp_path, damaged)

    before = imported.name, imported.brand, imported.address
    imported.refresh_from_db()
    assert (imported.name, imported.brand, imported.address) == before
    assert imported.naf_code == "81.21Z"
    assert found(run) == [(2, name, "caractere-illisible") for name in ("name", "brand", "address")]


def test_a_damaged_text_stands_where_there_was_none_until_a_good_one_comes(tmp_path):
    damaged = a_row(name="LA BR\ufffdSSE")
    import_rows(tmp_path, damaged)
    assert structure_of(damaged).name == "LA BR\ufffdSSE"

    import_rows(tmp_path, later(name="LA BROSSE"))
    assert structure_of(damaged).name == "LA BROSSE"


def test_an_absent_column_erases_nothing(tmp_path, imported):
    import_rows(tmp_path, {**later(), "brand": ""})

    imported.refresh_from_db()
    assert imported.brand == "La Brosse"


def test_what_a_structure_edited_is_never_replaced_and_the_difference_is_reported(tmp_path, imported):
    Structure.objects.filter(pk=imported.pk).update(
        brand="Chez nous", edited_fields=["brand", "description"], description="Nettoyage"
    )

    run = import_rows(tmp_path, later(name="LA BROSSE", brand="Brosse SARL", description="Nettoyage"))

    imported.refresh_from_db()
    assert (imported.name, imported.brand) == ("LA BROSSE", "Chez nous")
    assert found(run) == [(2, "brand", "modifie-sur-le-site")]
    issue = run.issues.get()
    assert (issue.value, issue.reason) == ("Brosse SARL", "Champ modifié sur le site, non remplacé.")
    assert (run.updated, run.doubtful) == (1, 1)


@pytest.mark.parametrize("edited", ["address", "postal_code", "city", "territory"])
def test_an_edited_address_keeps_its_point(tmp_path, imported, edited):
    Structure.objects.filter(pk=imported.pk).update(address="5 place de la Mairie", edited_fields=[edited])

    run = import_rows(tmp_path, later(lat="48.87", lon="2.45"))

    imported.refresh_from_db()
    assert (imported.address, imported.latitude) == ("5 place de la Mairie", 48.8621)
    assert found(run) == [(2, "address", "modifie-sur-le-site")]


@pytest.mark.parametrize("edited", ["latitude", "longitude", "geo_precision"])
def test_an_edited_point_stays(tmp_path, imported, edited):
    Structure.objects.filter(pk=imported.pk).update(
        latitude=48.9, geo_precision="manual", edited_fields=[edited]
    )

    import_rows(tmp_path, later(lat="48.87", lon="2.45"))

    imported.refresh_from_db()
    assert (imported.latitude, imported.geo_precision) == (48.9, "manual")


def test_a_structure_that_registered_itself_is_only_completed(tmp_path):
    own = StructureFactory(
        status="published", validated_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC), name="Chez nous"
    )
    row = later(siret=own.siret, brand="La Brosse", address=own.address, lat="48.87", lon="2.45")

    run = import_rows(tmp_path, row)

    own.refresh_from_db()
    assert (own.name, own.brand, own.latitude) == ("Chez nous", "La Brosse", 48.8638)
    assert (own.source, own.source_date) == ("", None)
    assert own.certifications.get().verification == "verified"
    assert found(run) == [(2, "name", "renseigne-sur-le-site")]


def test_what_another_list_wrote_stays_without_a_word(tmp_path):
    other = StructureFactory(published=True, name="ESAT DU CANAL", source="FINESS")
    row = later(siret=other.siret, name="Canal", brand="Le Canal", address=other.address, lat="", lon="")

    run = import_rows(tmp_path, row)

    other.refresh_from_db()
    assert (other.name, other.brand, other.source) == ("ESAT DU CANAL", "Le Canal", "FINESS")
    assert (2, "name", "plus-ancien") not in found(run)
    assert [code for _line, _column, code in found(run)] == ["sans-position"]


def test_an_older_list_replaces_nothing(tmp_path, imported):
    run = import_rows(tmp_path, a_row(name="ANCIEN NOM", updated_at="2020-12-18"))

    imported.refresh_from_db()
    assert imported.name == "ENTREPRISE D'INSERTION 1"
    assert imported.source_date == dt.date(2025, 3, 10)
    assert imported.certifications.get().listed_on == dt.date(2025, 3, 10)
    assert found(run) == [(2, "name", "plus-ancien")]
    assert counts(run) == (0, 0, 1, 0)


def test_a_point_never_gives_way_to_a_vaguer_one(tmp_path, imported):
    Structure.objects.filter(pk=imported.pk).update(
        latitude=48.9, geo_precision="housenumber", field_sources={}
    )

    run = import_rows(tmp_path, later(lat="48.87", lon="2.45"))
    again = import_rows(tmp_path, later(lat="", lon=""))

    imported.refresh_from_db()
    assert (imported.latitude, imported.geo_precision) == (48.9, "housenumber")
    assert (found(run), again.updated) == ([], 0)


def test_a_vague_point_gives_way_to_that_of_the_list(tmp_path, imported):
    Structure.objects.filter(pk=imported.pk).update(latitude=48.9, geo_precision="commune", geo_score=0.3)

    import_rows(tmp_path, later())

    imported.refresh_from_db()
    assert (imported.latitude, imported.geo_precision, imported.geo_score) == (48.8621, "source", None)


def test_a_structure_that_moves_takes_its_new_point_even_if_it_is_vague(tmp_path, imported):
    import_rows(
        tmp_path, later(address="1 rue Neuve", post_code="93300", city="Aubervilliers", lat="", lon="")
    )

    imported.refresh_from_db()
    assert (imported.address, imported.city, imported.territory.code) == (
        "1 rue Neuve",
        "Aubervilliers",
        "93001",
    )
    assert imported.geo_precision == "commune"
    assert "latitude" not in imported.field_sources


def test_a_structure_that_moves_out_of_the_reference_loses_its_old_point(tmp_path, imported):
    import_rows(tmp_path, later(address="1 rue Neuve", post_code="59000", city="Lille", lat="", lon=""))

    imported.refresh_from_db()
    assert (imported.territory.code, imported.latitude, imported.geo_precision) == ("59", None, "")


def test_a_commune_found_since_is_not_exchanged_for_its_departement(tmp_path):
    row = a_row(post_code="93100", city="Montreux")
    import_rows(tmp_path, row)
    Structure.objects.update(territory=Territory.objects.get(code="93048"))

    run = import_rows(tmp_path, row)

    assert structure_of(row).territory.code == "93048"
    assert counts(run) == (0, 0, 1, 0)


def test_a_hidden_structure_stays_hidden(tmp_path, imported):
    Structure.objects.filter(pk=imported.pk).update(status="hidden")

    import_rows(tmp_path, later(name="LA BROSSE"))

    imported.refresh_from_db()
    assert (imported.name, imported.status) == ("LA BROSSE", "hidden")
