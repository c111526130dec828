"""What a printed list says of itself."""

from suppliers import search
from tests.factories import StructureFactory


def test_list_says_numbers_on_paper_as_on_the_screen(db, results, monkeypatch):
    StructureFactory.create_batch(3, published=True)
    search.refresh()
    monkeypatch.setattr(search.Search, "count", 1159)

    html = results("tri=nom")

    assert "<dd>1 à 3 sur 1\u202f159</dd>" in html
    assert "1 à 3 sur 1\u202f159 · page 1 sur 58" in html
