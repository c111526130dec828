"""Expiry is a fact of time: it counts at midnight, without anyone saving anything."""

import datetime as dt

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.http import QueryDict

from suppliers import search
from suppliers.models import DirectoryEntry, Structure
from tests.factories import ActivityFactory, CertificationFactory, StructureFactory

pytestmark = pytest.mark.django_db


def count(query: str) -> int:
    return search.Search(QueryDict(query)).count


def test_certificate_stops_counting_the_day_after_its_end() -> None:
    structure = StructureFactory(published=True)
    CertificationFactory(
        structure=structure, valid_from=dt.date(2020, 1, 1), valid_until=dt.date(2026, 11, 24)
    )
    with time_machine.travel(dt.datetime(2026, 11, 24, 22, 59, tzinfo=dt.UTC), tick=False):  # 23:59 in Paris
        search.refresh([structure.pk])
        assert (count("certification=ESAT"), count("article=L2113-12&verifie=1")) == (1, 1)
    with time_machine.travel(dt.datetime(2026, 11, 24, 23, 1, tzinfo=dt.UTC), tick=False):  # 00:01 in Paris
        assert (count("certification=ESAT"), count("article=L2113-12")) == (0, 0)
        assert search.differences() == []


def test_certificate_starts_counting_on_its_first_day() -> None:
    structure = StructureFactory(published=True)
    CertificationFactory(
        structure=structure, valid_from=dt.date(2026, 12, 1), valid_until=dt.date(2030, 1, 1)
    )
    with time_machine.travel(dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)):
        search.refresh([structure.pk])
        assert count("certification=ESAT") == 0
    with time_machine.travel(dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)):
        assert count("certification=ESAT") == 1


def test_first_question_of_the_day_asks_once(django_assert_num_queries: object) -> None:
    search.refresh()
    search.state()
    with django_assert_num_queries(1):  # type: ignore[operator]
        search.state()


def test_unpublished_structure_leaves_at_once() -> None:
    structure = StructureFactory(published=True)
    search.refresh([structure.pk])
    assert count("") == 1
    Structure.objects.filter(pk=structure.pk).update(status="hidden")
    search.refresh([structure.pk])
    assert count("") == 0


def test_sister_establishments_share_what_belongs_to_their_legal_unit() -> None:
    one = StructureFactory(published=True, siret="00000001800010")
    sister = StructureFactory(published=True, siret="00000001800028")
    search.refresh([one.pk, sister.pk])
    CertificationFactory(structure=one, kind_id="ESUS", verification="declared", verified_on=None)
    CertificationFactory(structure=one, kind_id="ESAT", verification="declared", verified_on=None)
    search.refresh([one.pk])
    assert count("certification=ESUS") == 2
    assert count("certification=ESAT") == 1


def test_refresh_that_changes_nothing_touches_no_row() -> None:
    structure = StructureFactory(published=True)
    ActivityFactory(structure=structure)
    assert search.refresh([structure.pk]) == 1
    before = DirectoryEntry.objects.get(pk=structure.pk).changed_in
    assert search.refresh() == 0
    assert DirectoryEntry.objects.get(pk=structure.pk).changed_in == before


def test_rebuild_directory_check_names_what_differs(capsys: pytest.CaptureFixture[str]) -> None:
    structure = StructureFactory(published=True)
    search.refresh()
    call_command("rebuild_directory", "--check")
    Structure.objects.filter(pk=structure.pk).update(name="Un autre nom")
    with pytest.raises(CommandError, match=rf"1 fiches diffèrent, structures : {structure.pk}\.") as refusal:
        call_command("rebuild_directory", "--check")
    assert refusal.value.returncode == 1
    call_command("rebuild_directory")
    call_command("rebuild_directory", "--check")
    assert "L'annuaire est juste." in capsys.readouterr().out
