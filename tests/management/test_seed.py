"""`manage.py seed`: what it writes, and what it refuses to touch."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from suppliers.models import (
    Activity,
    Certification,
    CertificationKind,
    DirectoryEntry,
    DirectoryState,
    ImportRun,
    Structure,
    Territory,
)
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


def seed(**options):
    output = StringIO()
    call_command("seed", stdout=output, stderr=output, **options)
    return output.getvalue()


@pytest.fixture
@made_once
def seeded(db):
    seed(structures=400)


def test_seed_writes_what_is_asked(seeded):
    assert Structure.objects.count() == 400
    assert not Structure.objects.filter(is_demo=False).exists()
    assert set(Structure.objects.values_list("source", flat=True)) == {"Données de démonstration"}


def test_seed_fills_the_directory_with_what_is_published(seeded):
    published = set(Structure.objects.published().values_list("pk", flat=True))
    assert set(DirectoryEntry.objects.values_list("pk", flat=True)) == published
    assert 0 < 400 - len(published) < 60
    assert DirectoryState.objects.get().has_demo


def test_seed_writes_rows_that_the_forms_would_accept(seeded):
    """Constraints, keys and what is unique are the database's to hold: it took the rows."""
    for model in (Structure, Certification, Activity):
        keys = {field.name for field in model._meta.concrete_fields if field.is_relation}
        for row in model.objects.all():
            row.clean_fields(exclude=keys)
            row.clean()


def test_seed_twice_changes_nothing(seeded):
    before = [*Structure.objects.order_by("pk").values()]
    version = DirectoryState.objects.get().version
    assert "Déjà fait" in seed(structures=400)
    assert "Déjà fait" in seed(structures=300)
    assert [*Structure.objects.order_by("pk").values()] == before
    assert DirectoryState.objects.get().version == version
    assert ImportRun.objects.count() == 1


def test_seed_asked_for_more_completes(seeded):
    before = set(Structure.objects.values_list("pk", flat=True))
    assert "100 structures fictives ajoutées" in seed(structures=500)
    assert Structure.objects.count() == 500
    assert before < set(Structure.objects.values_list("pk", flat=True))


def test_seed_completes_to_the_same_structures_as_at_once():
    seed(structures=150)
    seed(structures=200)
    in_two = Counter(Structure.objects.values_list("name", "siret", "address", "description"))
    Structure.objects.all().delete()
    seed(structures=200)
    assert Counter(Structure.objects.values_list("name", "siret", "address", "description")) == in_two


def test_seed_refuses_a_directory_with_real_structures():
    Structure.objects.create(name="Une vraie structure")
    with pytest.raises(CommandError, match="vraies structures"):
        seed(structures=10)
    assert Structure.objects.count() == 1
    assert not ImportRun.objects.exists()


def test_seed_mixes_with_real_structures_when_forced():
    Structure.objects.create(name="Une vraie structure")
    seed(structures=10, force=True)
    assert Structure.objects.filter(is_demo=True).count() == 10


def test_seed_refuses_another_seed_on_top(seeded):
    with pytest.raises(CommandError, match="autre graine"):
        seed(structures=400, seed=7)
    assert Structure.objects.count() == 400


def test_seed_refuses_without_reference_data():
    CertificationKind.objects.all().delete()
    with pytest.raises(CommandError, match="load_reference"):
        seed(structures=10)


@pytest.mark.parametrize("structures", [0, -3, 6_000_000])
def test_seed_refuses_an_absurd_number(structures):
    with pytest.raises(CommandError, match="nombre de structures"):
        seed(structures=structures)


def test_seed_leaves_nothing_when_interrupted(monkeypatch):
    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("suppliers.management.seeding.run.refresh", interrupted)
    with pytest.raises(KeyboardInterrupt):
        seed(structures=20)
    assert not Structure.objects.exists()
    assert not ImportRun.objects.exists()


def test_seed_places_structures_in_the_metropolis(seeded):
    metropolis = Territory.objects.get(code="MGP")
    places = Territory.objects.filter(structures__isnull=False).distinct()
    assert all(metropolis.pk in place.ancestor_ids for place in places)
    assert {place.kind for place in places} == {"commune", "arrondissement"}
    per_ept = Counter(
        ept
        for place in Structure.objects.values_list("territory__ancestor_ids", flat=True)
        for ept in Territory.objects.filter(kind="ept", pk__in=place).values_list("code", flat=True)
    )
    assert len(per_ept) == 12
    assert max(per_ept, key=per_ept.get) == "T1"


def test_seed_everywhere_reaches_every_region():
    seed(structures=600, everywhere=True)
    regions = Territory.objects.filter(kind="region", children__structures__isnull=False).distinct()
    assert regions.count() >= 12
    assert Structure.objects.filter(territory__kind="departement").exists()


def test_seed_answers_the_main_question(seeded):
    """Several ESATs near Montreuil clean offices, and others do not."""
    near = Structure.objects.published().filter(
        latitude__range=(48.80, 48.93), longitude__range=(2.36, 2.54), certifications__kind="ESAT"
    )
    cleaning = near.filter(activities__sectors__code="nettoyage-locaux").distinct()
    assert cleaning.count() >= 5
    assert near.distinct().count() > cleaning.count()


def test_seed_points_do_not_pile_up(seeded):
    exact = Structure.objects.exclude(geo_precision__in=["", "commune"])
    points = Counter(exact.values_list("latitude", "longitude"))
    assert max(points.values()) == 1
    assert exact.filter(latitude=F("territory__latitude")).count() == 0
