"""The entries that have a word are kept from one change of the directory to the next."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from suppliers import search
from suppliers.models import Structure
from tests.factories import StructureFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db

ENOUGH = 80  # entries: of fewer, the index would be read again for the three that change


def names_found(typed: str) -> set[str]:
    asked = QueryDict(mutable=True)
    asked["q"] = typed
    return {entry.card["name"] for entry in search.Search(asked).page.entries}


@pytest.fixture
@made_once
def four() -> dict[str, Structure]:
    """One for each thing that may become of it; two words, since two are looked for apart."""
    for number in range(ENOUGH):
        StructureFactory(published=True, name=f"Atelier {number}")
    said = {
        "Gagne": "",
        "Perd": "orfèvrerie marine",
        "Part": "orfèvrerie marine",
        "Reste": "orfèvrerie marine",
    }
    return {
        name: StructureFactory(published=True, name=name, description=text) for name, text in said.items()
    }


@pytest.mark.parametrize("typed", ["orfèvrerie", "marine orfèvrerie", "marine orfèvreries orfèvrerie"])
def test_what_has_changed_is_asked_again_and_nothing_else(four: dict[str, Structure], typed: str) -> None:
    search.refresh()
    assert names_found(typed) == {"Perd", "Part", "Reste"}

    four["Gagne"].description, four["Perd"].description = "orfèvrerie marine", ""
    four["Part"].status = Structure.Status.HIDDEN
    for name in ("Gagne", "Perd", "Part"):
        four[name].save()
    search.refresh([four[name].pk for name in ("Gagne", "Perd", "Part")])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert names_found(typed) == {"Gagne", "Reste"}
    words = [query["sql"] for query in asked if "unnest(" in query["sql"]]
    assert words
    assert all("structure_id = ANY" in sql for sql in words)


def test_words_kept_survive_a_second_change(four: dict[str, Structure]) -> None:
    search.refresh()
    assert names_found("orfèvrerie") == {"Perd", "Part", "Reste"}
    for name, expected in (
        ("Gagne", {"Gagne", "Perd", "Part", "Reste"}),
        ("Atelier 7", {"Gagne", "Atelier 7", "Perd", "Part", "Reste"}),
    ):
        Structure.objects.filter(name=name).update(description="orfèvrerie")
        search.refresh(Structure.objects.filter(name=name).values_list("pk", flat=True))
        assert names_found("orfèvrerie") == expected
        assert names_found("orfèvrerie") == expected
