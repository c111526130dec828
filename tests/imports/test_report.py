import csv
import io

import pytest

from suppliers.imports.report import csv_lines, neutral

from .lists import a_row, import_rows

pytestmark = pytest.mark.django_db


def test_the_report_opens_in_a_spreadsheet_and_explains_every_row(tmp_path):
    run = import_rows(tmp_path, a_row(kind="=2+5"), a_row(2, lat="", lon=""), a_row(3))

    text = "".join(csv_lines(run))

    assert text.startswith("\ufeffLigne;Colonne;Valeur;Gravité;Motif;Explication\r\n")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))[1:]
    assert [row[:5] for row in rows] == [
        ["2", "kind", "'=2+5", "Refusée", "type-inconnu"],
        ["3", "lat", "", "Douteuse", "sans-position"],
    ]
    assert rows[0][5] == "Type inconnu ; cette liste connaît EI, ETTI, AI, ACI, EITI, GEIQ, EA et EATT."


@pytest.mark.parametrize("cell", ["=1+1", "+33 1", "-2", "@SUM(A1)", "  =1", "\t=1", "\rx", "\n=1"])
def test_a_formula_is_made_a_text(cell):
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Montreuil", "75187049400026", "a=1", "5 - 6"])
def test_a_plain_text_stays_as_it_is(cell):
    assert neutral(cell) == cell


def test_long_and_invisible_values_are_cut_to_what_can_be_stored(tmp_path):
    run = import_rows(tmp_path, a_row(kind="x\u202e" * 300))

    assert len(run.issues.get().value) == 200
    assert "\u202e" not in run.issues.get().value
