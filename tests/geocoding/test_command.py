"""manage.py geocode."""

import io

import pytest
from django.core.management import CommandError, call_command

from suppliers.management.commands import geocode as module
from suppliers.models import DirectoryEntry, Structure
from tests.factories import StructureFactory
from tests.geocoding.ban_server import Reply, found

pytestmark = pytest.mark.django_db

CENTRE = {"latitude": 48.8633, "longitude": 2.4483, "geo_precision": "commune"}
PLACE = found("18 Rue Saint-Antoine 93100 Montreuil", 48.865, 2.455)


def run(*arguments):
    output = io.StringIO()
    call_command("geocode", *arguments, stdout=output)
    return output.getvalue()


def approximate(how_many, **fields):
    return [StructureFactory(address=f"{n} rue de Paris", **CENTRE, **fields) for n in range(how_many)]


def test_geocode_improves_points_and_the_directory_follows(ban):
    ban.otherwise = PLACE
    approximate(3, published=True)
    assert "Positions améliorées : 3 sur 3. Encore approximatives : 0." in run()
    assert not Structure.objects.approximate().exists()
    assert set(DirectoryEntry.objects.values_list("latitude", flat=True)) == {48.865}


def test_geocode_twice_asks_and_changes_nothing_more(ban):
    ban.otherwise = PLACE
    approximate(3)
    run()
    asked = len(ban.questions)
    assert "Positions améliorées : 0 sur 0" in run()
    assert len(ban.questions) == asked


def test_geocode_limit_goes_on_where_it_stopped(ban):
    approximate(5)
    run("--limit", "2")
    run("--limit", "2")
    assert len(ban.questions) == 4


@pytest.mark.parametrize("limit", ["0", "-3"])
def test_geocode_limit_of_nothing_is_refused(limit):
    with pytest.raises(CommandError, match="à partir de 1"):
        run("--limit", limit)


def test_geocode_all_asks_for_precise_points_too(ban):
    ban.otherwise = PLACE
    StructureFactory(address="18 rue Saint-Antoine", geo_precision="source")
    manual = StructureFactory(address="18 rue Saint-Antoine", geo_precision="manual")
    assert "Positions améliorées : 0 sur 0" in run()
    assert "Positions améliorées : 1 sur 1" in run("--all")
    manual.refresh_from_db()
    assert manual.latitude == 48.8638


def test_geocode_stops_when_the_service_goes_away_and_keeps_what_is_done(ban, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 10)
    approximate(40)
    ban.script.extend([PLACE] * 10)
    ban.otherwise = Reply(503)
    with pytest.raises(CommandError, match="améliorées, 10 ; encore approximatives, 30 ; ce qui est fait"):
        run()
    assert Structure.objects.approximate().count() == 30
    assert len(ban.questions) < 40


@pytest.mark.parametrize("how_many", [1, 40])
def test_geocode_without_the_service_says_one_sentence(ban, caplog, how_many):
    ban.stop()
    approximate(how_many)
    output = io.StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("geocode", stdout=output, stderr=output)
    assert str(refusal.value) == (
        f"Le service d’adresses ({ban.domain}) ne répond pas : positions améliorées, 0 ; "
        f"encore approximatives, {how_many} ; ce qui est fait est gardé, relancez plus tard."
    )
    assert refusal.value.returncode == 75
    assert output.getvalue() == ""
    assert not caplog.records


def test_geocode_without_the_service_tells_details_when_asked(ban, caplog):
    ban.stop()
    approximate(1)
    with pytest.raises(CommandError):
        run("--verbosity", "2")
    assert "Geocoding failed" in caplog.text


def test_geocode_queries_grow_with_batches_only(ban, django_assert_max_num_queries):
    ban.otherwise = PLACE
    approximate(40, published=True)
    with django_assert_max_num_queries(40):
        run()


def test_geocode_is_silent_when_asked(ban):
    approximate(1)
    assert run("--verbosity", "0") == ""
