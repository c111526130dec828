"""The words a slip is put right against: those of what is published, and of what it sells."""

import pytest
from django.db import connection

from suppliers import search
from suppliers.models import SearchWord, Structure
from tests.factories import ActivityFactory, StructureFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("all_again", [True, False])
def test_words_are_those_of_names_brands_and_keywords_published(all_again: bool) -> None:
    shown = StructureFactory(published=True, name="Zinguerie 2026 du Héron", brand="Œuvre bleue")
    hidden = StructureFactory(name="Quincaillerie")
    ActivityFactory(structure=shown, keywords=["ferblanterie", "chéneaux zinc"], description="Gouttières")
    ActivityFactory(structure=hidden, keywords=["boulonnerie"])
    SearchWord.objects.all().delete()

    search.refresh(None if all_again else [shown.pk, hidden.pk])

    words = set(SearchWord.objects.values_list("word", flat=True))
    assert words >= {"zinguerie", "heron", "oeuvre", "bleue", "ferblanterie", "cheneaux", "zinc"}
    assert not words & {"2026", "du", "quincaillerie", "boulonnerie", "gouttieres"}


def test_a_rebuild_counts_again_and_forgets_what_nobody_says() -> None:
    StructureFactory(published=True, name="Zinguerie Héron")
    second = StructureFactory(published=True, name="Zinguerie Loutre")
    search.refresh()
    untouched = written("heron")
    assert counts("zinguerie", "heron", "loutre") == {"zinguerie": 2, "heron": 1, "loutre": 1}
    second.status = Structure.Status.HIDDEN
    second.save()
    StructureFactory(published=True, name="Zinguerie Martre")
    StructureFactory(published=True, name="Zinguerie du Martre")

    search.refresh()

    assert counts("zinguerie", "heron", "loutre", "martre") == {"zinguerie": 3, "heron": 1, "martre": 2}
    assert written("heron") == untouched


def counts(*words: str) -> dict[str, int]:
    return dict(SearchWord.objects.filter(word__in=words).values_list("word", "entries"))


def written(word: str) -> tuple[str, str]:
    """Where a row is, and who has locked it: another place once it is written again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text, xmax::text FROM suppliers_searchword WHERE word = %s", [word])
        row: tuple[str, str] = cursor.fetchone()
        return row
