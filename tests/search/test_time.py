"""Expiry is a fact of time: it counts at midnight, without anyone saving anything."""

import datetime as dt
import sys
from typing import Any

import psycopg
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from suppliers import search
from suppliers.models import DirectoryEntry, DirectoryRemoval, Structure
from tests.factories import ActivityFactory, CertificationFactory, StructureFactory

pytestmark = pytest.mark.django_db
HOW_TO_CONNECT = ["dbname", "host", "port", "user", "password"]


def count(query: str) -> int:
    return search.Search(QueryDict(query)).count


def test_certificate_stops_counting_the_day_after_its_end() -> None:
    with time_machine.travel(dt.datetime(2026, 11, 24, 22, 59, tzinfo=dt.UTC), tick=False):  # 23:59 in Paris
        CertificationFactory(valid_from=dt.date(2020, 1, 1), valid_until=dt.date(2026, 11, 24))
        search.refresh()
        assert (count("certification=ESAT"), count("article=L2113-12&verifie=1")) == (1, 1)
    with time_machine.travel(dt.datetime(2026, 11, 24, 23, 1, tzinfo=dt.UTC), tick=False):  # 00:01 in Paris
        assert (count("certification=ESAT"), count("article=L2113-12")) == (0, 0)
        assert search.differences() == []


def test_certificate_starts_counting_on_its_first_day() -> None:
    with time_machine.travel(dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)):
        CertificationFactory(valid_from=dt.date(2026, 12, 1), valid_until=dt.date(2030, 1, 1))
        search.refresh()
        assert count("certification=ESAT") == 0
    with time_machine.travel(dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)):
        assert count("certification=ESAT") == 1


@pytest.mark.parametrize(("months", "valid"), [(6, 0), (9, 1)])
def test_listing_window_is_a_setting(settings: Any, months: int, valid: int) -> None:
    CertificationFactory(verified_on=dt.date(2026, 4, 1), listed_on=dt.date(2026, 4, 1))
    with time_machine.travel(dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)):
        settings.LISTING_WINDOW_MONTHS = months
        search.refresh()
        assert (count("certification=ESAT"), count("certification=ESAT&verifie=1")) == (1, valid)


def test_directory_made_with_another_listing_window_is_told(settings: Any) -> None:
    held = CertificationFactory(verified_on=dt.date(2026, 4, 1), listed_on=dt.date(2026, 4, 1))
    with time_machine.travel(dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)):
        search.refresh()
        assert (search.settings_changed(), search.differences()) == (False, [])
        settings.LISTING_WINDOW_MONTHS = 9
        assert (search.settings_changed(), search.differences()) == (True, [held.structure_id])
        search.refresh([held.structure_id])
        assert search.settings_changed(), "the other rows are as they were"
        search.refresh()
        assert (search.settings_changed(), search.differences()) == (False, [])


def test_first_question_of_the_day_asks_once(django_assert_num_queries: object) -> None:
    search.refresh()
    search.state()
    with django_assert_num_queries(1):  # type: ignore[operator]
        search.state()


@pytest.mark.django_db(transaction=True)
def test_first_request_of_a_day_does_not_wait_for_an_import_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    search.refresh()
    version = search.state().version
    monkeypatch.setattr(sys.modules["suppliers.search.refresh"], "LOCK_TIMEOUT", "50ms")
    parameters = connection.get_connection_params()
    with psycopg.connect(
        **{name: parameters[name] for name in HOW_TO_CONNECT if name in parameters}
    ) as importing:
        importing.execute("SELECT 1 FROM suppliers_directorystate FOR UPDATE")
        later = search.state(timezone.localdate() + dt.timedelta(days=1))
    assert later.version == version


def test_unpublished_structure_leaves_at_once() -> None:
    structure = StructureFactory(published=True)
    search.refresh([structure.pk])
    assert count("") == 1
    Structure.objects.filter(pk=structure.pk).update(status="hidden")
    search.refresh([structure.pk])
    assert count("") == 0


def test_removal_is_forgotten_the_next_day_but_not_by_who_has_yet_to_read_it() -> None:
    left, _stays = StructureFactory.create_batch(2, published=True)
    with time_machine.travel(dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)):
        search.refresh()
        assert count("") == 2
        Structure.objects.filter(pk=left.pk).update(status="hidden")
        search.refresh([left.pk])
        assert DirectoryRemoval.objects.get().structure_id == left.pk
    with time_machine.travel(dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)):
        assert count("") == 1
        assert not DirectoryRemoval.objects.exists()


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
    assert "L’annuaire est juste." in capsys.readouterr().out
