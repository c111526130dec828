"""What the database refuses of a sector and of its words."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from suppliers.models import Sector, SectorSynonym

pytestmark = pytest.mark.django_db


def test_sector_is_not_its_own_group():
    sector = Sector.objects.get(code="elagage")
    sector.parent = sector
    with pytest.raises(IntegrityError, match="sector_is_not_its_own_group"), transaction.atomic():
        sector.save()


def test_sector_code_is_given_once():
    with pytest.raises(IntegrityError, match="unique"), transaction.atomic():
        Sector.objects.create(code="elagage", label="Encore")


def test_sector_group_in_use_is_not_deleted():
    with pytest.raises(ProtectedError):
        Sector.objects.get(code="nature").delete()


def test_sectors_are_in_two_levels():
    assert not Sector.objects.groups().exclude(parent=None).exists()
    assert not Sector.objects.sold().filter(parent__parent__isnull=False).exists()


def test_synonym_is_said_once_per_sector():
    sector = Sector.objects.get(code="elagage")
    SectorSynonym.objects.create(sector=sector, term="grimpeur")
    with pytest.raises(IntegrityError, match="synonym_is_said_once_per_sector"), transaction.atomic():
        SectorSynonym.objects.create(sector=sector, term="grimpeur")


def test_synonym_may_be_said_of_two_sectors():
    for code in ("elagage", "espaces-verts"):
        SectorSynonym.objects.create(sector=Sector.objects.get(code=code), term="coupe")


def test_synonyms_go_with_their_sector():
    group = Sector.objects.get(code="nature")
    sector = Sector.objects.create(code="essai", label="Essai", parent=group)
    SectorSynonym.objects.create(sector=sector, term="mot")
    sector.delete()
    assert not SectorSynonym.objects.filter(term="mot").exists()
