"""Files as people save them, in any encoding, separator and order of columns; bad ones are refused."""

import os

import pytest

from suppliers.imports.reading import Table
from suppliers.imports.refusal import RefusedFileError
from suppliers.imports.siae import SIAE
from suppliers.territories.csv_rows import MOST_KEPT

HEADER = "siret,kind,name,post_code,city"
ROW = "75187049400026,ACI,Éclat d'été,93100,Montreuil"


def table(tmp_path, content):
    path = tmp_path / "siae.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Table(path, SIAE.columns)


def refusal(tmp_path, content):
    with pytest.raises(RefusedFileError) as error:
        list(table(tmp_path, content))
    return str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_rows_are_read_in_any_encoding_and_separator(tmp_path, encoding, delimiter):
    text = f"{HEADER}\r\n{ROW}\r\n".replace(",", delimiter)

    (row,) = table(tmp_path, text.encode(encoding))

    assert (row.line, row.cells["siret"], row.cells["name"]) == (2, "75187049400026", "Éclat d'été")


def test_windows_letters_are_read(tmp_path):
    (row,) = table(tmp_path, f"{HEADER}\n{ROW}\n".replace("Éclat d'été", "L’Œuvre – €").encode("cp1252"))

    assert row.cells["name"] == "L’Œuvre – €"


def test_one_damaged_letter_does_not_damage_the_others(tmp_path):
    content = f"{HEADER}\n{ROW}\n{ROW}\n".encode() + b"75187049400026,ACI,Caf\xe9,93100,Montreuil\n"

    rows = list(table(tmp_path, content))

    assert [row.cells["name"] for row in rows] == ["Éclat d'été", "Éclat d'été", "Caf\ufffd"]


def test_a_letter_lost_before_the_file_was_saved_leaves_it_in_utf_8(tmp_path):
    (row,) = table(tmp_path, f"{HEADER}\n{ROW}\n".replace("Éclat d'été", "L\ufffdo"))

    assert row.cells["name"] == "L\ufffdo"


def test_columns_come_in_any_order_among_others(tmp_path):
    text = "Ville;note;SIRET;type;Raison sociale;Code postal\nMontreuil;x;75187049400026;ACI;Brosse;93100\n"

    read = table(tmp_path, text)

    assert [row.cells for row in read] == [
        {
            "city": "Montreuil",
            "siret": "75187049400026",
            "kind": "ACI",
            "name": "Brosse",
            "post_code": "93100",
        }
    ]
    assert read.titles["name"] == "Raison sociale"


def test_a_row_is_known_by_the_line_it_begins_on(tmp_path):
    text = f'{HEADER}\n1,EI,"deux\nlignes",93100,Montreuil\n\n,,,,\n2,EI,"a\n\nb",93100,M\r\n3,EI,c,93100,M'

    assert [(row.line, row.cells["siret"]) for row in table(tmp_path, text)] == [(2, "1"), (6, "2"), (9, "3")]


def test_missing_cells_are_empty_and_surplus_ones_are_kept_apart(tmp_path):
    short, long = table(tmp_path, f"{HEADER}\n1,EI,Brosse\n2,EI,Seau,93100,Montreuil,de trop,\n")

    assert (short.cells["city"], short.surplus, long.surplus) == ("", (), ("de trop",))


def test_a_null_character_does_not_stop_the_reading(tmp_path):
    (row,) = table(tmp_path, f"{HEADER}\n1,EI,Bro\0sse,93100,Montreuil\n")

    assert row.cells["name"] == "Brosse"


@pytest.mark.parametrize("column", ["siret", "kind", "name", "post_code", "city"])
def test_a_missing_column_is_named(tmp_path, column):
    said = refusal(tmp_path, f"{HEADER}\n{ROW}\n".replace(column, "autre"))

    assert said.startswith(f"Il manque la colonne « {column} »")


def test_several_missing_columns_are_all_named(tmp_path):
    said = refusal(tmp_path, "kind,post_code\nEI,93100\n")

    assert "Il manque les colonnes « siret », « name » (ou « raison sociale »), « city »" in said


def test_a_column_present_twice_is_refused(tmp_path):
    assert (
        refusal(tmp_path, f"{HEADER},Type\n{ROW},EI\n")
        == "La colonne « Type » figure deux fois dans le fichier."
    )


def test_an_open_quote_is_refused_with_its_line(tmp_path):
    said = refusal(tmp_path, f'{HEADER}\n{ROW}\n1,EI,"Brosse,93100,Montreuil\n{ROW}\n{ROW}\n')

    assert said.startswith("À partir de la ligne 3, un guillemet n’est jamais refermé")


@pytest.mark.parametrize("last", ['1,EI,"Brosse', '1,EI,12" de bois,"Montr'])
def test_a_file_cut_inside_quotes_is_refused(tmp_path, last):
    said = refusal(tmp_path, f"{HEADER}\n{ROW}\n{last}")

    assert said.startswith("À partir de la ligne 3, un guillemet n’est jamais refermé")


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_monstrous_cell_is_cut_and_loses_no_other(tmp_path, quote):
    monster = f"{quote}{'x y ' * 500_000}{quote}"

    first, second = table(tmp_path, f"{HEADER}\n1,EI,{monster},93100,Montreuil\n{ROW}\n")

    assert (len(first.cells["name"]), first.cells["city"]) == (MOST_KEPT, "Montreuil")
    assert second.cells["name"] == "Éclat d'été"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("a, b " * 40_000 + '"', "La ligne 3 a une cellule de plus de 131 072 caractères. Rien n’a changé."),
        ("a, b\n" * 40_000, "À partir de la ligne 3, un guillemet n’est jamais refermé"),
        ('a, ""b""\n' * 40_000, "À partir de la ligne 3, un guillemet n’est jamais refermé"),
        ("a, b\n" * 40_000 + '2,EI,"B",93100,M\n', "À partir de la ligne 3, une cellule a plus de 131 072"),
    ],
    ids=["one line", "never closed", "doubled quotes", "closed by the next"],
)
def test_a_cell_too_long_to_read_is_refused_for_what_it_is(tmp_path, cell, said):
    assert refusal(tmp_path, f'{HEADER}\n{ROW}\n1,EI,"{cell}').startswith(said)


@pytest.mark.parametrize(("name", "said"), [("absent.csv", "n’existe pas"), (".", "est un dossier")])
def test_a_file_that_is_not_there_is_refused(tmp_path, name, said):
    with pytest.raises(RefusedFileError, match=said):
        Table(tmp_path / name, SIAE.columns)


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(RefusedFileError, match="pas un fichier ordinaire : enregistrez-le d’abord"):
        Table(tmp_path / "pipe", SIAE.columns)


def test_a_workbook_is_refused(tmp_path):
    assert "enregistrez-le d’abord au format CSV" in refusal(tmp_path, b"PK\x03\x04\x14\x00rest")


@pytest.mark.parametrize("content", ["", "\n\n", " \n ", "\ufeff", ";;;\n"])
def test_an_empty_file_is_refused(tmp_path, content):
    assert refusal(tmp_path, content) == "Ce fichier est vide."


@pytest.mark.parametrize(
    ("content", "start"),
    [
        (b"%PDF-1.4 \n%\xe2\xe3\xcf\xd3\n", "« %PDF-1.4 »"),
        (
            "<html><body>Erreur 404, perdue</body></html>",
            "« <html><body>Erreur 404 perdue",
        ),
        ("x" * 500, f"« {'x' * 59}… »"),
        (b"\xef\xbb\xbf\xff\xfe \xc3\xa9\xc3\xa9\xc3\xa9", "des caractères illisibles"),
    ],
    ids=["pdf", "page", "long line", "damaged"],
)
def test_what_is_no_list_at_all_is_refused_by_its_beginning(tmp_path, content, start):
    said = refusal(tmp_path, content)

    assert said.startswith(f"Ce fichier n’est pas la liste attendue, au format CSV : il commence par {start}")
    assert "avec « siret », « kind » (ou « type »)" in said
