from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from suppliers.models import ErrorReport, NotDuplicate, ReviewItem, ReviewKind, Structure
from suppliers.profiles.queue import submit
from suppliers.validation.actions import decide
from suppliers.validation.contract import Decision
from suppliers.validation.duplicates import find_duplicates, find_duplicates_of
from tests.factories import CertificationFactory, StructureFactory, UserFactory
from tests.imports.lists import a_row, write_list

from .conftest import refuse
from .pairs import item_of, made_pair

pytestmark = pytest.mark.django_db
NAME = {"published": True, "name": "La Ressourcerie du Lac", "address": "12 rue du Lac"}


def pairs() -> list[tuple[int, int | None]]:
    items = ReviewItem.objects.filter(kind="duplicate").order_by("pk")
    return list(items.values_list("structure_id", "other_id"))


def both_ways(structure: Structure) -> int:
    """As the whole directory is looked at; around one structure must say the same."""
    return find_duplicates_of([structure.pk])


def test_same_name_at_the_same_address_is_proposed_once() -> None:
    one, other = StructureFactory(**NAME), StructureFactory(**NAME | {"name": "RESSOURCERIE DU LAC"})
    assert find_duplicates() == 1
    assert pairs() == [(one.pk, other.pk)]
    item = ReviewItem.objects.get()
    assert (item.key, item.status, item.submitted_by) == (str(other.pk), "waiting", None)
    assert find_duplicates() == 0
    assert both_ways(other) == 0


def test_duplicates_around_one_structure_are_those_of_the_directory() -> None:
    one, other = StructureFactory(**NAME), StructureFactory(**NAME)
    StructureFactory.create_batch(2, **NAME | {"address": "", "latitude": 48.90}, siret=None)
    assert both_ways(other) > 0
    nearby = pairs()
    assert (one.pk, other.pk) in nearby
    ReviewItem.objects.all().delete()
    find_duplicates()
    assert set(nearby) <= set(pairs())


def test_sister_establishments_elsewhere_are_no_duplicates() -> None:
    one = StructureFactory(**NAME)
    StructureFactory(
        **NAME | {"address": "3 place Jean-Jaurès", "latitude": 48.87}, siret=f"{one.siret[:9]}00099"
    )
    assert find_duplicates() == 0
    assert both_ways(one) == 0


def test_sister_establishment_at_the_same_address_is_proposed() -> None:
    one = StructureFactory(**NAME)
    StructureFactory(**NAME, siret=f"{one.siret[:9]}00099")
    assert find_duplicates() == 1


def test_establishments_told_apart_by_their_certifications_are_two() -> None:
    one, other = StructureFactory(**NAME), StructureFactory(**NAME)
    CertificationFactory(structure=one, kind_id="AI", verification="declared")
    CertificationFactory(structure=other, kind_id="ETTI", verification="declared")
    assert find_duplicates() == 0
    assert both_ways(one) == 0


@pytest.mark.parametrize("second", [{"name": "Envie 2E Franche-Comté"}, {"name": "Le Fil rouge"}])
def test_neighbours_of_another_name_are_no_duplicates(second: dict[str, str]) -> None:
    StructureFactory(**NAME | {"name": "Envie Franche-Comté"})
    StructureFactory(**NAME | second)
    assert find_duplicates() == 0


def test_association_without_siret_is_known_by_its_rna() -> None:
    one = StructureFactory(published=True, name="La Ressourcerie du Lac", rna="W931234567")
    other = StructureFactory(status="pending", name="RDL", rna="W931234567", siret=None)
    assert find_duplicates_of([other.pk]) == 1
    assert pairs() == [(one.pk, other.pk)]


@pytest.mark.parametrize("bound", [{"is_demo": True}, {"published": False, "status": "draft"}])
def test_demo_and_drafts_are_no_duplicates_of_real_ones(bound: dict[str, object]) -> None:
    one = StructureFactory(**NAME)
    StructureFactory(**NAME | bound)
    assert find_duplicates() == 0
    assert both_ways(one) == 0


def test_pair_said_to_be_two_is_not_proposed_again() -> None:
    one, other = StructureFactory(**NAME), StructureFactory(**NAME)
    NotDuplicate.objects.create(first=one, second=other, said_by=UserFactory())
    assert find_duplicates() == 0
    assert both_ways(other) == 0


def test_vague_points_of_one_commune_bring_nobody_together() -> None:
    vague = {"published": True, "geo_precision": "commune", "address": ""}
    StructureFactory(name="Régie des Coteaux", **vague)
    StructureFactory(name="Régie des Coteaux Sud", **vague)
    assert find_duplicates() == 0


def test_structure_handed_in_is_compared_at_once() -> None:
    one = StructureFactory(**NAME)
    other = StructureFactory(**NAME | {"published": False}, status="pending")
    submit(ReviewKind.STRUCTURE, other)
    assert pairs() == [(one.pk, other.pk)]


def test_report_of_a_pair_is_seen_to_with_it() -> None:
    one, other = StructureFactory(**NAME), StructureFactory(**NAME)
    report = ErrorReport.objects.create(structure=other, kind="duplicate")
    item = submit(ReviewKind.DUPLICATE, one, key=str(other.pk), other=other, report=report)[0]
    decide(item, Decision.REFUSE, by=UserFactory(is_validator=True), seen_version=0, reason="two")
    report.refresh_from_db()
    assert report.handled_at is not None


def test_find_duplicates_command_says_how_many() -> None:
    StructureFactory.create_batch(2, **NAME)
    said = StringIO()
    call_command("find_duplicates", stdout=said)
    call_command("find_duplicates", stdout=said)
    assert said.getvalue().splitlines() == [
        "1 doublon probable de plus dans la file.",
        "Aucun nouveau doublon probable.",
    ]


@pytest.mark.django_db(transaction=True)
def test_import_looks_around_what_it_has_created(tmp_path: Path) -> None:
    old = StructureFactory(**NAME, latitude=48.8621, longitude=2.4412)
    row = a_row(1, name="La Ressourcerie du Lac", address="12 rue du Lac")
    file = write_list(tmp_path / "siae.csv", [row])
    said = StringIO()
    call_command("import_structures", "siae", str(file), stdout=said)
    assert pairs() == [(old.pk, Structure.objects.get(siret=row["siret"]).pk)]
    assert "1 doublon probable de plus dans la file de validation." in said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_import_of_many_leaves_their_duplicates_to_the_command(tmp_path: Path) -> None:
    StructureFactory(**NAME, latitude=48.8621, longitude=2.4412)
    rows = [a_row(n, name="La Ressourcerie du Lac", address="12 rue du Lac") for n in range(1, 202)]
    said = StringIO()
    call_command("import_structures", "siae", str(write_list(tmp_path / "siae.csv", rows)), stdout=said)
    assert pairs() == []
    assert "find_duplicates" in said.getvalue()


def test_the_end_of_a_pair_is_said_in_its_own_words(client, validator):
    item = item_of(*made_pair())
    client.force_login(validator)
    refuse(item, validator, reason="two")

    assert "Deux structures distinctes</b> par " in client.get(f"/validation/{item.pk}/").content.decode()
