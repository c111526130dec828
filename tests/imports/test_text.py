import pytest

from suppliers.imports.text import has_invisible, one_line, paragraphs, shortened


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  LA   BROSSE ", "LA BROSSE"),
        ("LA\u00a0BROSSE", "LA BROSSE"),
        ("La\tBrosse\r\net le Seau", "La Brosse et le Seau"),
        ("La\u200bBrosse\ufeff", "LaBrosse"),
        ("\u202eessorB", "essorB"),
        ("Bro\x00s\x07se", "Brosse"),
        ("e\u0301te\u0301", "été"),
        ("\u2066\u200f\u00ad", ""),
        ("Brosse 🧹", "Brosse 🧹"),
    ],
)
def test_a_name_is_one_visible_line(text, shown):
    assert one_line(text) == shown


@pytest.mark.parametrize(
    ("text", "hides"),
    [("La Brosse", False), ("La\u00a0Brosse\n", False), ("La\u200bBrosse", True), ("\u202eessorB", True)],
)
def test_invisible_characters_are_noticed(text, hides):
    assert has_invisible(text) is hides


def test_paragraphs_keep_their_lines():
    assert paragraphs(" Un \r\n\n\n\n deux\u200b\n") == "Un\n\ndeux"


def test_a_long_text_is_cut_with_an_ellipsis():
    assert shortened("abcdef", 4) == "abc…"
    assert shortened("abcd", 4) == "abcd"
