"""The numbers under a long list."""

import pytest

from suppliers.directory.page_links import page_links


def said(current, pages):
    """« 1 … 4 [5] 6 … 33 »."""
    words = []
    for link in page_links(current, pages, "q=x"):
        words += ["…"] * link.gap + [f"[{link.number}]" if link.current else str(link.number)]
    return " ".join(words)


@pytest.mark.parametrize(
    ("current", "pages", "expected"),
    [
        (1, 1, ""),
        (1, 2, "[1] 2"),
        (1, 33, "[1] 2 … 33"),
        (3, 33, "1 2 [3] 4 … 33"),
        (4, 33, "1 2 3 [4] 5 … 33"),
        (5, 33, "1 … 4 [5] 6 … 33"),
        (30, 33, "1 … 29 [30] 31 32 33"),
        (33, 33, "1 … 32 [33]"),
        (2, 4, "1 [2] 3 4"),
    ],
)
def test_pages_around_the_current_one(current, pages, expected):
    assert said(current, pages) == expected


def test_links_keep_the_search():
    assert page_links(1, 2, "q=x")[1].url == "/annuaire/?q=x&page=2"
    assert page_links(1, 2, "")[1].url == "/annuaire/?page=2"
