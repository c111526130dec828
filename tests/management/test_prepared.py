"""On a database without the tables of this version, a command says what to do."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.imports.lists import a_row, write_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def some_list(tmp_path):
    return write_list(tmp_path / "siae.csv", [a_row()])


@pytest.mark.parametrize(
    "lost",
    [
        "DROP TABLE suppliers_structure, suppliers_territory, suppliers_directorystate CASCADE",
        "ALTER TABLE suppliers_territory RENAME kind TO kind_of_tomorrow;"
        "ALTER TABLE suppliers_structure RENAME status TO status_of_tomorrow;"
        "ALTER TABLE suppliers_structure RENAME geo_precision TO precision_of_tomorrow",
    ],
    ids=["tables", "columns"],
)
@pytest.mark.parametrize(
    "arguments",
    [
        ["import_structures", "siae", "{file}"],
        ["load_territories", "{file}"],
        ["load_reference"],
        ["geocode"],
        ["rebuild_directory"],
        ["seed"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_missing_tables_are_said_in_a_sentence(some_list, arguments, lost):
    with connection.cursor() as cursor:  # put back with the test's transaction
        cursor.execute(lost)

    with pytest.raises(CommandError, match=r"lancez d’abord «\u00a0manage\.py migrate\u00a0»"):
        call_command(*(argument.format(file=some_list) for argument in arguments))
