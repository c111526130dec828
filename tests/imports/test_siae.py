"""What becomes of the rows of a list: structures, certifications, and a word on whatever is doubtful."""

import datetime as dt

import pytest

from suppliers.models import DirectoryEntry, Structure
from tests.factories import siret_number

from .lists import ASP, a_row, counts, found, import_rows, structure_of

pytestmark = pytest.mark.django_db


def test_a_row_becomes_a_published_structure_that_says_where_it_comes_from(tmp_path):
    row = a_row(naf="8899B", legal_form="Association", brand="La Brosse", website="www.brosse.example")

    run = import_rows(tmp_path, row)

    structure = structure_of(row)
    assert counts(run) == (1, 0, 0, 0)
    assert (structure.status, structure.source, structure.source_date) == (
        "published",
        ASP,
        dt.date(2025, 3, 10),
    )
    assert (structure.name, structure.brand) == ("ENTREPRISE D'INSERTION 1", "La Brosse")
    assert (structure.naf_code, structure.naf_nomenclature) == ("88.99B", "NAFRev2")
    assert (structure.legal_form_id, structure.is_public_body) == ("9220", False)
    assert structure.territory.code == "93048"
    assert (structure.latitude, structure.longitude, structure.geo_precision) == (48.8621, 2.4412, "source")
    assert structure.field_sources["name"] == {"source": ASP, "date": "2025-03-10"}
    assert "description" not in structure.field_sources
    assert not structure.activities.exists()
    assert DirectoryEntry.objects.get(pk=structure.pk).card["city"] == "Montreuil"


def test_an_official_list_verifies_at_its_date(tmp_path):
    row = a_row(updated_at="2025-03-10")

    import_rows(tmp_path, row, a_row(2, updated_at="2025-04-02"))

    certification = structure_of(row).certifications.get()
    assert (certification.kind_id, certification.verification, certification.scope) == (
        "EI",
        "verified",
        "siret",
    )
    assert certification.verified_on == certification.listed_on == dt.date(2025, 4, 2)
    assert (certification.valid_from, certification.valid_until) == (None, None)
    assert (certification.source, certification.source_date) == (ASP, dt.date(2025, 4, 2))


def test_an_old_list_leaves_certifications_to_check(tmp_path):
    import_rows(tmp_path, a_row(updated_at="2020-12-18"))

    assert DirectoryEntry.objects.get().card["certifications"][0]["state"] == "UNVERIFIED"


def test_the_given_date_of_the_list_holds_for_every_row(tmp_path):
    row = a_row(updated_at="2020-12-18")

    run = import_rows(tmp_path, row, listed_on=dt.date(2025, 9, 1))

    structure = structure_of(row)
    assert (
        run.listed_on
        == structure.source_date
        == structure.certifications.get().listed_on
        == dt.date(2025, 9, 1)
    )


def test_one_siret_with_two_kinds_is_one_structure_with_two_certifications(tmp_path):
    first = a_row(kind="ACI", naf="", brand="")
    second = a_row(kind="EI", naf="9499Z", brand="La Brosse")

    run = import_rows(tmp_path, first, second)

    structure = structure_of(first)
    assert counts(run) == (1, 0, 0, 0)
    assert set(structure.certifications.values_list("kind_id", flat=True)) == {"ACI", "EI"}
    assert (structure.naf_code, structure.brand) == ("94.99Z", "La Brosse")
    assert found(run) == []


def test_two_names_for_one_siret_are_reported(tmp_path):
    row = a_row(kind="ACI", name="Régie Impulsion")

    run = import_rows(tmp_path, row, a_row(name="REGIE IMPULSION"), a_row(kind="AI", name="Mentrel Nathalie"))

    assert structure_of(row).name == "Régie Impulsion"
    assert found(run) == [(4, "name", "nom-different")]


def test_the_same_row_twice_is_reported(tmp_path):
    run = import_rows(tmp_path, a_row(), a_row())

    assert (found(run), run.doubtful) == ([(3, "siret", "doublon")], 1)


def test_a_geiq_is_certified_for_its_whole_legal_unit(tmp_path):
    row = a_row(kind="GEIQ", source="GEIQ")

    import_rows(tmp_path, row)

    certification = structure_of(row).certifications.get()
    assert (certification.scope, certification.siren) == ("siren", row["siret"][:9])
    assert structure_of(row).source.startswith("annuaire des GEIQ")


@pytest.mark.parametrize(
    ("source", "said"), [("USER_CREATED", "saisie à la main"), ("INVENTÉ", "pas de celles")]
)
def test_a_row_typed_in_by_a_user_or_of_unknown_origin_verifies_nothing(tmp_path, source, said):
    row = a_row(source=source)

    run = import_rows(tmp_path, row)

    certification = structure_of(row).certifications.get()
    assert (certification.verification, certification.verified_on, certification.listed_on) == (
        "declared",
        None,
        None,
    )
    assert found(run) == [(2, "source", "hors-liste-officielle")]
    assert said in run.issues.get().reason


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"siret": "12345678901234"}, "siret", "siret-cle"),
        ({"siret": ""}, "siret", "siret-manquant"),
        ({"siret": "7,51871E+13"}, "siret", "siret-abrege"),
        ({"kind": "ONG"}, "kind", "type-inconnu"),
        ({"kind": " "}, "kind", "type-manquant"),
        ({"name": "\u200b "}, "name", "nom-manquant"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_reason(tmp_path, cells, column, code):
    run = import_rows(tmp_path, a_row(**cells), a_row(2))

    issue = run.issues.get()
    assert (issue.line, issue.column, issue.severity, issue.code) == (2, column, "refused", code)
    assert issue.value == " ".join(cells[column].replace("\u200b", "").split())
    assert (run.rows, run.created, run.refused, run.doubtful) == (2, 1, 1, 0)


def test_every_reason_of_a_refusal_is_said(tmp_path):
    run = import_rows(tmp_path, a_row(siret="1", kind="", name="", lat="0", lon="0"))

    assert [code for _line, _column, code in found(run)] == [
        "siret-mal-forme",
        "type-manquant",
        "nom-manquant",
    ]
    assert run.refused == 1


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"naf": "NEANT"}, "naf", "naf"),
        ({"legal_form": "SA"}, "legal_form", "forme-juridique"),
        ({"website": "à venir"}, "website", "site-web"),
        ({"website": "contact@brosse.example"}, "website", "site-web"),
        ({"website": "http://user:pw@brosse.example/"}, "website", "site-web"),
        ({"brand": "962721"}, "brand", "enseigne-illisible"),
        ({"name": "LA\u202eBROSSE"}, "name", "caracteres-invisibles"),
        ({"address": "x" * 300}, "address", "trop-long"),
        ({"updated_at": "bientôt"}, "updated_at", "date"),
        ({"updated_at": "2999-01-01"}, "updated_at", "date"),
        ({"updated_at": "9999-12-31T23:59:59.000Z"}, "updated_at", "date"),
        ({"updated_at": "0001-01-01T00:00:00+05:00"}, "updated_at", "date"),
        ({"lat": "2.4412", "lon": "48.8621"}, "lat", "position-inversee"),
        ({"lat": "44.83", "lon": "-0.56"}, "lat", "position-eloignee"),
        (
            {"post_code": "59000", "city": "Lille", "lat": "50.63", "lon": "3.06"},
            "city",
            "commune-hors-referentiel",
        ),
        ({"city": "Montreux"}, "city", "commune-inconnue"),
        ({"post_code": "", "city": "Nulle part", "department": ""}, "city", "lieu-inconnu"),
    ],
)
def test_a_doubtful_row_is_kept_and_reported(tmp_path, cells, column, code):
    run = import_rows(tmp_path, a_row(2), a_row(**cells))

    assert found(run) == [(3, column, code)]
    assert (run.created, run.refused, run.doubtful) == (2, 0, 1)


@pytest.mark.parametrize("written", ["ABC75", "F-75011", "75 CEDEX 11", "750011"])
def test_a_postal_code_that_is_not_one_is_reported_and_left_out(tmp_path, written):
    row = a_row(post_code=written)

    run = import_rows(tmp_path, row)

    issue = run.issues.get(column="post_code")
    assert (issue.line, issue.value, issue.severity, issue.code) == (2, written, "doubtful", "code-postal")
    assert issue.reason == "Ce n’est pas un code postal de cinq chiffres ; il est ignoré."
    assert structure_of(row).postal_code == ""


@pytest.mark.parametrize("written", ["93100", "93 100", "93100.0", ""])
def test_a_postal_code_that_is_understood_or_absent_is_not_spoken_of(tmp_path, written):
    assert "code-postal" not in [code for *_, code in found(import_rows(tmp_path, a_row(post_code=written)))]


def test_an_address_that_names_a_user_is_reported_and_not_stored(tmp_path):
    row = a_row(website="contact@brosse.example")

    run = import_rows(tmp_path, row)

    assert structure_of(row).website == ""
    assert run.issues.get().value == "contact@brosse.example"


def test_what_is_put_right_is_right(tmp_path):
    row = a_row(lat="2.4412", lon="48.8621", name="LA\u202e  BROSSE", post_code="93 100", naf="7820z")

    import_rows(tmp_path, row)

    structure = structure_of(row)
    assert (structure.latitude, structure.longitude) == (48.8621, 2.4412)
    assert (structure.name, structure.postal_code, structure.naf_code) == ("LA BROSSE", "93100", "78.20Z")


@pytest.mark.parametrize("point", [("", ""), ("0", "0"), ("48.8", "")])
def test_without_a_usable_position_the_centre_of_the_commune_is_approximate(tmp_path, point):
    row = a_row(lat=point[0], lon=point[1])

    run = import_rows(tmp_path, row)

    structure = structure_of(row)
    assert structure.geo_precision == "commune"
    assert (structure.latitude, structure.longitude) == (
        structure.territory.latitude,
        structure.territory.longitude,
    )
    assert "latitude" not in structure.field_sources
    assert (2, "lat", "sans-position") in found(run)


def test_a_commune_out_of_the_reference_gives_its_departement_and_region(tmp_path):
    row = a_row(post_code="59000", city="LILLE", department="59", lat="50.63", lon="3.06")

    import_rows(tmp_path, row)

    structure = structure_of(row)
    assert (structure.territory.code, structure.city) == ("59", "LILLE")
    assert DirectoryEntry.objects.get().latitude == 50.63


def test_a_public_body_is_told_by_its_legal_form(tmp_path):
    row = a_row(kind="ACI", legal_form="CCAS")

    import_rows(tmp_path, row)

    assert (structure_of(row).legal_form_id, structure_of(row).is_public_body) == ("7361", True)


def test_the_siret_of_a_demonstration_structure_is_refused(tmp_path):
    fictional = Structure.objects.create(siret=siret_number(1), name="La Brosse", is_demo=True)

    run = import_rows(tmp_path, a_row(1), a_row(2))

    fictional.refresh_from_db()
    assert (fictional.name, run.created, run.refused) == ("La Brosse", 1, 1)
    assert found(run) == [(2, "siret", "demonstration")]
