import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from suppliers.models import Structure
from tests.factories import StructureFactory

from .breaking import assert_allowed, assert_kept

pytestmark = pytest.mark.django_db
POINT = "Latitude et longitude vont ensemble, en degrés WGS 84."
PRECISION = "Un point dit sa précision."
PUBLISHED = "Une structure publiée a été validée, ou vient d’une source officielle."


@pytest.fixture
def structure():
    return StructureFactory()


@pytest.mark.parametrize(
    "siret", ["", "1234567890123", "7518704940002A", "7518704940002\n", "٧٥١٨٧٠٤٩٤٠٠٠٢٦"]
)
def test_a_siret_has_fourteen_digits(structure, siret):
    assert_kept(structure, "structure_siret_has_14_digits", "Le SIRET compte quatorze chiffres.", siret=siret)


def test_a_siret_is_that_of_one_structure(structure):
    with pytest.raises(IntegrityError), transaction.atomic():
        StructureFactory(siret=structure.siret)


def test_structures_without_siret_can_be_many():
    StructureFactory(siret=None)
    StructureFactory(siret=None)

    assert Structure.objects.filter(siren=None).count() == 2


def test_the_siren_is_cut_from_the_siret(structure):
    structure.refresh_from_db()
    assert structure.siren == structure.siret[:9]


@pytest.mark.parametrize("rna", ["W12345678", "931234567", "w931234567", "WA31234567"])
def test_an_rna_number_is_well_formed(structure, rna):
    message = "Un numéro RNA s’écrit W suivi de neuf caractères (W931234567)."
    assert_kept(structure, "structure_rna_is_well_formed", message, rna=rna)


@pytest.mark.parametrize("rna", ["", "W931234567", "W2A1234567", "W9C1234567"])
def test_a_right_rna_number_is_accepted(structure, rna):
    assert_allowed(structure, rna=rna)


def test_a_structure_has_a_name(structure):
    assert_kept(structure, "structure_has_a_name", "Une structure a un nom.", name="")


@pytest.mark.parametrize(
    "point", [(48.8, None), (None, 2.4), (91, 2.4), (48.8, 181), (-90.1, 0), (float("nan"), 0)]
)
def test_a_point_is_on_the_earth_or_nowhere(structure, point):
    bad = {"latitude": point[0], "longitude": point[1], "geo_precision": "manual"}
    rows = Structure.objects.filter(pk=structure.pk)
    with pytest.raises(IntegrityError, match=r"structure_(latitude|point)"), transaction.atomic():
        rows.update(**bad)


def test_latitude_and_longitude_go_together(structure):
    assert_kept(structure, "structure_latitude_and_longitude_together", POINT, longitude=None)


def test_a_point_says_its_precision(structure):
    assert_kept(structure, "structure_point_says_its_precision", PRECISION, geo_precision="")


def test_a_precision_needs_a_point(structure):
    bad = {"latitude": None, "longitude": None, "geo_precision": "commune"}
    assert_kept(structure, "structure_point_says_its_precision", PRECISION, **bad)


def test_no_point_at_all_is_accepted(structure):
    assert_allowed(structure, latitude=None, longitude=None, geo_precision="")


@pytest.mark.parametrize("score", [-0.1, 1.01])
def test_a_score_is_between_0_and_1(structure, score):
    message = "Le score d’un géocodage va de 0 à 1."
    assert_kept(structure, "structure_score_is_between_0_and_1", message, geo_score=score)


def test_there_are_no_more_inclusion_posts_than_people(structure):
    message = "Il n’y a pas plus de personnes en insertion que de personnes."
    bad = {"headcount": 10, "inclusion_posts": 11}
    assert_kept(structure, "structure_inclusion_posts_within_headcount", message, **bad)


@pytest.mark.parametrize("posts", [(10, 10), (None, 11), (10, None)])
def test_inclusion_posts_are_accepted_up_to_the_headcount(structure, posts):
    assert_allowed(structure, headcount=posts[0], inclusion_posts=posts[1])


def test_a_published_structure_was_validated_or_comes_from_a_list(structure):
    name = "structure_published_once_validated_or_sourced"
    assert_kept(structure, name, PUBLISHED, status="published")


@pytest.mark.parametrize(
    "vouched", [{"source": "liste des SIAE (ASP)"}, {"validated_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}]
)
def test_a_structure_somebody_vouches_for_can_be_published(structure, vouched):
    assert_allowed(structure, status="published", **vouched)


def test_approximate_structures_have_no_better_point_than_a_commune(structure):
    vague = StructureFactory(geo_precision="commune")
    nowhere = StructureFactory(latitude=None, longitude=None)

    assert set(Structure.objects.approximate()) == {vague, nowhere}


def test_published_structures_are_those_the_public_sees(structure):
    shown = StructureFactory(published=True)

    assert list(Structure.objects.published()) == [shown]
