"""What a structure's page reads of the tables, in one query."""

import datetime as dt

import pytest
from django.db import connection

from atlas.database import PREPARE_AFTER
from suppliers.directory.profile import Profile
from suppliers.directory.published import published
from suppliers.models import Activity, Certification, ClientReference
from suppliers.search.reference import reference
from suppliers.search.state import state
from tests.factories import (
    ActivityFactory,
    CertificationFactory,
    ClientReferenceFactory,
    StructureFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)


def profile_of(structure):
    structure.refresh_from_db()
    known = reference(state().version)
    found = published(structure.siret or f"a-{structure.pk}", known)
    return Profile(found, on=TODAY, reference=known)


def values_of(rows):
    return [
        {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} for row in rows
    ]


def test_rows_are_those_of_the_orm():
    structure = StructureFactory(published=True)
    CertificationFactory(
        structure=structure, kind_id="EA", target_share="55.50", valid_from=dt.date(2026, 1, 1)
    )
    ClientReferenceFactory(structure=structure, year=2024, amount_excl_tax="1234.50")
    ClientReferenceFactory(structure=structure, year=2025)
    ActivityFactory(
        structure=structure,
        position=1,
        keywords=["vitres", "« l’été »"],
        zone_kind="territories",
        territories=["93048", "T8"],
    )
    ActivityFactory(structure=structure)

    profile = profile_of(structure)

    assert values_of(profile.certifications) == values_of(Certification.objects.all())
    assert values_of(profile.references) == values_of(ClientReference.objects.order_by("-year"))
    assert str(profile.references[1].amount_excl_tax) == "1234.50"
    assert values_of(profile.activities) == values_of(Activity.objects.order_by("position"))
    assert sorted(profile.activities[1].zone_names) == ["Est Ensemble", "Montreuil"]
    assert len(profile.activities[0].sector_keys) == 1
    assert not any(row._state.adding for row in profile.references)


def test_a_structure_with_nothing_around_has_none():
    profile = profile_of(StructureFactory(published=True, siret=None))

    assert (profile.certifications, profile.references, profile.activities) == ([], [], [])


def test_a_certification_of_a_legal_unit_reaches_its_other_establishments():
    head = StructureFactory(published=True, siret="00000018000010")
    branch = StructureFactory(published=True, siret="00000018000028")
    esus = CertificationFactory(structure=head, kind_id="ESUS", verification="declared")
    CertificationFactory(structure=head, kind_id="ESAT", verification="declared")

    assert profile_of(branch).certifications == [esus]


def test_one_written_before_its_structure_had_a_siret_stays_its_own():
    structure = StructureFactory(published=True, siret=None)
    esus = CertificationFactory(structure=structure, kind_id="ESUS", verification="declared")
    stranger = StructureFactory(published=True, siret=None)
    structure.siret = "00000018000010"
    structure.save()

    assert profile_of(structure).certifications == [esus]
    assert profile_of(stranger).certifications == []


def test_a_column_that_a_migration_adds_does_not_break_the_page():
    """Processes of the version before go on serving while the tables change under them."""
    structure = StructureFactory(published=True)
    CertificationFactory(structure=structure, kind_id="EA", verification="declared")
    for _ in range(PREPARE_AFTER + 1):
        profile_of(structure)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # In a block: by another connection, so to speak; psycopg would forget what it has prepared here.
        cursor.execute("DO $$ BEGIN ALTER TABLE suppliers_certification ADD COLUMN novelty text; END $$")

    assert len(profile_of(structure).certifications) == 1


def test_a_closed_establishment_is_invited_to_no_contract(client):
    closed = StructureFactory(published=True, admin_state="F")
    CertificationFactory(structure=closed, kind_id="EA", verification="declared")
    page = client.get(closed.get_absolute_url()).content.decode()

    assert "Cet établissement est fermé : il ne peut répondre à aucun marché" in page
    assert "Elle peut répondre à tout autre marché" not in page


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"admin_state": "F"}, "fermé d’après SIRENE"),
        ({"left_list_on": dt.date(2026, 3, 2)}, "Absente de la liste officielle"),
    ],
)
def test_what_a_buyer_is_warned_of_is_said_once(client, facts, said):
    page = client.get(StructureFactory(published=True, **facts).get_absolute_url()).content.decode()

    assert page.count(said) == 1
    assert 'class="card__meta"' not in page


def test_an_answer_that_the_lot_decides_has_the_tone_of_its_card():
    association = StructureFactory(published=True, legal_form_id="9220")

    tones = {answer.article: (answer.tone, answer.icon) for answer in profile_of(association).answers}
    assert tones["L2113-15"] == ("lot", "info")
