"""manage.py load_territories: the whole of France, or a bad file."""

import io
import os
import re

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from suppliers import search
from suppliers.management.commands.load_reference import load_reference
from suppliers.models import Territory

pytestmark = pytest.mark.django_db

HEADER = "insee,name,department,post_codes,lat,lon,population,ept_siren\n"
NATIONAL = settings.ROOT.parent / "shared" / "geo" / "france_communes.csv"


def load(path):
    output = io.StringIO()
    call_command("load_territories", str(path), stdout=output)
    return " ".join(output.getvalue().split())


@pytest.fixture
def listed(tmp_path):
    """Write a list of communes and load it."""

    def write_and_load(lines, header=HEADER, encoding="utf-8"):
        path = tmp_path / "communes.csv"
        path.write_text(header + lines, encoding=encoding)
        return load(path)

    return write_and_load


def codes(territory):
    return set(Territory.objects.filter(pk__in=territory.ancestor_ids).values_list("code", flat=True))


def test_commune_is_created_in_its_departement(listed):
    output = listed("62588,Montreuil,62,62170,50.4637,1.7634,1862,\n")
    assert "1 créées" in output
    place = Territory.objects.get(code="62588")
    assert (place.name, place.name_key, place.postal_codes) == ("Montreuil", "montreuil", ["62170"])
    assert (place.latitude, place.population) == (50.4637, 1862)
    assert codes(place) == {"62588", "62", "R32", "FR"}


def test_commune_of_a_collectivity_is_in_france(listed):
    listed("97502,Saint-Pierre,975,97500,46.7811,-56.1764,5394,\n")
    assert codes(Territory.objects.get(code="97502")) == {"97502", "FR"}


def test_commune_listed_twice_the_same_day_changes_nothing(listed):
    line = "62588,Montreuil,62,62170,50.4637,1.7634,1862,\n"
    listed(line)
    version = search.state().version
    assert "0 créées, 0 modifiées, 1 inchangées" in listed(line)
    assert search.state().version == version


def test_running_servers_hear_of_a_commune_that_no_structure_is_in(listed):
    search.refresh()
    version = search.state().version
    listed("62588,Montreuil,62,62170,50.4637,1.7634,1862,\n")
    assert search.state().version > version


def test_commune_that_changed_is_updated(listed):
    listed("62588,Montreuil,62,62170,50.4637,1.7634,1862,\n")
    assert "1 modifiées" in listed("62588,Montreuil-sur-Mer,62,62170|62180,50.4637,1.7634,1900,\n")
    place = Territory.objects.get(code="62588")
    assert (place.name_key, place.postal_codes) == ("montreuil sur mer", ["62170", "62180"])


def test_commune_of_the_metropolis_stays_as_the_fixtures_say(listed):
    before = Territory.objects.filter(code__in=["93048", "93059", "75111", "75056"]).order_by("code")
    rows = list(before.values())
    output = listed(
        "93048,Autre nom,93,93999,48,2,1,\n93059,Pierrefitte-sur-Seine,93,93380,48.9,2.3,,\n"
        "75111,Paris 11e,75,75011,48.8,2.3,1,\n75056,Paris,75,75001,48.8,2.3,,\n"
    )
    assert "4 inchangées" in output
    assert list(before.values()) == rows
    assert codes(Territory.objects.get(code="93048")) == {"93048", "T8", "93", "MGP", "R11", "FR"}


def test_arrondissements_of_lyon_are_in_lyon_and_make_its_people(listed):
    listed(
        "69123,Lyon,69,69001|69002,45.758,4.8351,,\n69381,Lyon 1er,69,69001,45.77,4.828,28717,\n"
        "69382,Lyon 2e,69,69002,45.75,4.83,30000,\n"
    )
    lyon = Territory.objects.get(code="69123")
    assert lyon.population == 58717
    assert codes(Territory.objects.get(code="69381")) == {"69381", "69123", "69", "R84", "FR"}
    assert Territory.objects.get(code="69381").kind == "arrondissement"


def test_arrondissement_listed_before_or_without_its_commune_is_kept(listed):
    listed("13201,Marseille 1er,13,13001,43.3,5.38,37599,\n13055,Marseille,13,13001,43.28,5.38,,\n")
    assert "13055" in codes(Territory.objects.get(code="13201"))
    listed("69381,Lyon 1er,69,69001,45.77,4.828,28717,\n")
    assert codes(Territory.objects.get(code="69381")) == {"69381", "69", "R84", "FR"}


BAD_LINES = {
    "insee": "6258,Trop court,62,62170,50.4,1.7,1,",
    "insee too long": "625888,Trop long,62,62170,50.4,1.7,1,",
    "name": "62588,,62,62170,50.4,1.7,1,",
    "name without end": f"62588,{'x' * 200_000},62,62170,50.4,1.7,1,",
    "name too long": f"62588,{'x' * 81},62,62170,50.4,1.7,1,",
    "post_codes": "62588,Montreuil,62,6217,50.4,1.7,1,",
    "lat": "62588,Montreuil,62,62170,cinquante,1.7,1,",
    "lat alone": "62588,Montreuil,62,62170,50.4,,1,",
    "lat nan": "62588,Montreuil,62,62170,nan,1.7,1,",
    "lat beyond": "62588,Montreuil,62,62170,95,1.7,1,",
    "lon beyond": "62588,Montreuil,62,62170,50.4,-181,1,",
    "swapped": "62588,Montreuil,62,62170,1.7634,50.4637,1,",
    "abroad": "62588,Montreuil,62,62170,51.5,-0.1,1,",
    "nowhere": "62588,Montreuil,62,62170,0,0,1,",
    "no département": "96588,Montreuil,96,62170,50.4,1.7,1,",
    "no collectivity": "97988,Montreuil,979,62170,50.4,1.7,1,",
    "population": "62588,Montreuil,62,62170,50.4,1.7,-3,",
    "population words": "62588,Montreuil,62,62170,50.4,1.7,beaucoup,",
    "population huge": "62588,Montreuil,62,62170,50.4,1.7,99999999999,",
    "short line": "62588",
}


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES)
def test_bad_line_is_explained_and_the_others_kept(listed, line):
    output = listed(
        f"62041,Arras,62,62000,50.2897,2.7617,42000,\n{line}\n62119,Béthune,62,62400,50.5,2.6,25000,\n"
    )
    assert "2 créées" in output
    assert "1 lignes refusées" in output
    assert "│ 3 " in output
    assert not Territory.objects.filter(code__in=["62588", "96588", "97988"]).exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("62588,Montreuil,62,62170,1.7634,50.4637,1,", "Latitude et longitude sont interverties"),
        ("62588,Montreuil,62,62170,51.5,-0.1,1,", "Ce point n’est pas en France."),
        ("20004,Ajaccio,20,20000,41.9,8.7,1,", "Aucun département n’a le code 20."),
    ],
)
def test_commune_that_is_nowhere_is_refused_with_its_reason(listed, line, said):
    assert said in re.sub(r"[ │]+", " ", listed(f"{line}\n"))


def test_line_of_a_code_already_read_is_refused(listed):
    output = listed("62041,Arras,62,62000,50.2,2.7,1,\n62041,Arras bis,62,62000,50.2,2.7,1,\n")
    assert "déjà à la ligne 2" in output
    assert Territory.objects.get(code="62041").name == "Arras"


def test_many_bad_lines_are_counted_and_the_first_shown(listed):
    output = listed("x\n" * 80)
    assert "80 lignes refusées" in output
    assert "et 30 autres" in output


@pytest.mark.parametrize("line", ['62041,"Ouvert,62,62000,,,,', '62041,Ouvert,"62,62000,,,,'])
def test_quote_that_swallows_other_communes_is_refused_and_says_up_to_where(listed, line):
    output = listed(f'{line}\n62119,X,62,,,,,\n62120,"Y",62,,,,,\n62121,Z,62,,,,,\n')
    assert "1 créées" in output
    assert "1 lignes refusées" in output
    assert "│ 2 " in output
    assert "n’est refermé qu’à la ligne 4" in re.sub(r"[ │]+", " ", output)
    assert not Territory.objects.filter(code__in=["62041", "62119", "62120"]).exists()


def test_population_and_centre_may_be_unknown(listed):
    listed("62041,Arras,62,,,,,\n")
    place = Territory.objects.get(code="62041")
    assert (place.latitude, place.population, place.postal_codes) == (None, None, [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_columns_are_read_in_any_order_with_any_delimiter(listed, encoding):
    header = "Population;LON;lat;post_codes;name;insee;extra\n"
    listed("42000;2.7617;50.2897;62000;Arras;62041;x\n", header=header, encoding=encoding)
    assert Territory.objects.get(code="62041").longitude == 2.7617


def test_columns_go_by_the_names_of_geo_api_too(listed):
    listed("62041,Arras,62000|62001,50.2,2.7,1\n", header="code,nom,codesPostaux,lat,lon,population\n")
    place = Territory.objects.get(code="62041")
    assert (place.name, place.postal_codes) == ("Arras", ["62000", "62001"])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Il manque les colonnes « insee », "),
        (b"id,nom\n1,2\n", "Colonnes lues : id, name"),
        ((HEADER + "62588,Mont\u00e9e,62,62170,50.4,1.7,1,\n").encode("latin-1"), "n’est pas en UTF-8"),
        (b"\x00\x01\x02\xff", "n’est pas en UTF-8"),
        (
            HEADER.encode() + b'62041,"Ouvert,62,62000,50.2,2.7,1,\n62119,X,62,62400,50.5,2.6,1,\n',
            "À partir de la ligne 2, un guillemet n’est jamais refermé : la suite est illisible.",
        ),
        (HEADER.encode() + b'62041,"Ouvert,62,62000,50.2,2.7,1,', "À partir de la ligne 2"),
        (
            HEADER.encode() + b'62041,"Arr' + b"a," * 100_000 + b'",62,,,,,\n',
            "La ligne 2 a une cellule de plus",
        ),
        (b'insee,"' + b"a," * 100_000, "La ligne 1 a une cellule de plus de 131 072"),
    ],
    ids=[
        "empty",
        "other columns",
        "latin-1",
        "binary",
        "open quote",
        "open quote at the end",
        "huge cell",
        "huge title",
    ],
)
def test_file_that_is_no_list_of_communes_is_refused(tmp_path, content, said):
    path = tmp_path / "communes.csv"
    path.write_bytes(content)
    before = Territory.objects.count()
    with pytest.raises(CommandError, match=said) as refusal:
        load(path)
    assert "Rien n’a changé." in str(refusal.value)
    assert Territory.objects.count() == before


def test_file_that_breaks_half_way_leaves_the_previous_reference(tmp_path, monkeypatch):
    monkeypatch.setattr("suppliers.management.commands.load_territories.BATCH", 1)
    path = tmp_path / "communes.csv"
    path.write_text(HEADER + '62041,Arras,62,62000,50.2,2.7,1,\n62119,"Béthune,62,,,,,\n')
    with pytest.raises(CommandError, match="À partir de la ligne 3"):
        load(path)
    assert not Territory.objects.filter(code="62041").exists()


def test_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match=r"absent\.csv\u00a0» n’existe pas"):
        load(tmp_path / "absent.csv")
    with pytest.raises(CommandError, match="est un dossier"):
        load(tmp_path)


def test_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CommandError, match="pas un fichier ordinaire : enregistrez-le d’abord"):
        load(tmp_path / "pipe")


def test_reference_is_asked_for_first(tmp_path):
    Territory.objects.filter(code="FR").update(kind="region")
    with pytest.raises(CommandError, match="load_reference"):
        load(tmp_path / "communes.csv")


@pytest.mark.skipif(not NATIONAL.exists(), reason=f"la liste nationale n’est pas là : {NATIONAL.name}")
def test_national_list_is_loaded_whole_beside_the_fixtures():
    output = load(NATIONAL)
    assert "34943 créées, 0 modifiées, 151 inchangées, 0 lignes refusées" in output
    assert Territory.objects.get(code="13055").population > 800_000
    assert Territory.objects.of_kind("arrondissement").count() == 45
    assert not Territory.objects.filter(ancestor_ids=[]).exists()
    assert not any(count.changed for count in load_reference().values())
