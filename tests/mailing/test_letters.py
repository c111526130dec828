"""Letters: one text, drawn twice; nothing that a name holds gets out of its place."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines

from suppliers.mailing.kinds import KINDS
from suppliers.mailing.letters import compose, drawn, letter_templates
from tests.mailing.plausible import NAME, context_of

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "suppliers" / "mailing"
EVERY = sorted(path.stem for path in FOLDER.glob("*.txt") if not path.name.startswith("_"))
LINK = re.compile(r"https?://\S+")


class Reader(HTMLParser):
    """Tags, links and words of a page."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.links, self.words, self.loaded = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        said = dict(attrs)
        if tag == "a":
            self.links.append(said["href"])
        self.loaded += [said[name] for name in ("src", "srcset", "background") if name in said]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def draw(source, **context):
    """A letter from its source, as if it were one of ours."""
    return drawn(letter_templates().from_string(source), "any", context)


@pytest.mark.parametrize("kind", EVERY)
def test_every_letter_is_readable_both_ways(kind):
    letter = compose(
        kind, context_of(f"suppliers/mailing/{kind}.txt"), stop_url="https://atlas.example.org/stop/"
    )
    page = Reader(letter.html)

    assert letter.subject
    assert len(letter.subject) < 100
    assert "\n" not in letter.subject
    assert len(letter.text) > 150
    assert "https://atlas.example.org/stop/" in letter.text
    assert "https://atlas.example.org/stop/" in page.links
    for link in [*LINK.findall(letter.text), *page.links]:
        assert link.startswith(("http://", "https://"))
    assert not re.search(r"""href=["'](?!https?://)""", letter.html)
    assert not page.loaded, "a letter asks no file of anybody"
    assert "&amp;" not in letter.text


@pytest.mark.parametrize("kind", EVERY)
def test_every_letter_says_in_both_what_it_says(kind):
    letter = compose(kind, context_of(f"suppliers/mailing/{kind}.txt"))
    page = Reader(letter.html).text

    for line in letter.text.split("\n-- \n")[0].splitlines():
        words = LINK.sub("", line).removeprefix("- ").removeprefix("> ").strip().rstrip(":").strip()
        assert " ".join(words.split()) in page


@pytest.mark.parametrize("kind", EVERY)
def test_every_letter_has_its_kind(kind):
    assert kind in KINDS, (
        f"say in suppliers/mailing/kinds.py what « {kind} » is, why it comes, if it can be stopped"
    )


def test_a_letter_is_headed_and_signed_with_the_name_of_the_site(settings):
    settings.SITE_NAME, settings.SITE_URL = "Atlas de Plaine Commune", "https://atlas.example.org"
    letter = compose("draft-waiting", context_of("suppliers/mailing/draft-waiting.txt"))

    assert "Atlas de Plaine Commune · https://atlas.example.org/" in letter.text
    assert letter.html.count("Atlas de Plaine Commune") >= 2
    assert KINDS["draft-waiting"].why in letter.text


def test_a_letter_that_cannot_be_stopped_does_not_say_how():
    assert "Ne plus recevoir" not in "".join(
        compose("draft-waiting", context_of("suppliers/mailing/draft-waiting.txt"))
    )


def test_a_name_stays_text_in_both():
    name = "<script>alert(1)</script> & « Fils »"
    context = context_of("suppliers/mailing/draft-waiting.txt")
    context["structure"].name = name
    letter = compose("draft-waiting", context)

    assert name in letter.text
    assert "script" not in Reader(letter.html).tags
    assert "&lt;script&gt;" in letter.html


def test_a_name_on_several_lines_makes_neither_header_nor_paragraph_nor_button():
    name = "Atelier\r\nBcc: autre@example.org\n\nCliquez : https://localhost/piege\n\n- fin\u2028x\u0085y"
    letter = draw("{{ name }} vous attend\n\nBonjour,\n\n{{ name }}", name=name)

    assert letter.subject == (
        "Atelier Bcc: autre@example.org Cliquez : https://localhost/piege - fin x y vous attend"
    )
    assert letter.html.count("<p") == draw("x\n\nBonjour,\n\ny").html.count("<p")
    assert "piege" not in "".join(Reader(letter.html).links)


def test_signs_that_nobody_sees_leave_a_name():
    letter = draw("S\n\n{{ name }}", name="gro\u200bupe \u202eevil\u202c\x00 fin")

    assert letter.text.startswith("groupe evil fin\n")


def test_a_button_leads_to_the_site_alone(settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://atlas.example.org", ["*", ".ess.example"]
    source = "S\n\nVoir : {{ url }}"

    for url in ["https://atlas.example.org/x/", "http://www.ess.example:8000/x/"]:
        assert f'href="{url}"' in draw(source, url=url).html
    for url in [
        "https://evil.example/x/",
        "https://atlas.example.org.evil.example/",
        "https://[x/",
        "https:///x",
    ]:
        assert f'href="{url}"' not in draw(source, url=url).html
        assert url in draw(source, url=url).text


def test_what_somebody_wrote_is_quoted_line_by_line():
    letter = draw(
        "S\n\n{{ said|quoted }}\n\nVoilà", said="Bonjour,\n\nVoir : https://localhost/x\n<b>gras</b>"
    )

    assert "> Bonjour,\n> Voir : https://localhost/x\n> <b>gras</b>" in letter.text
    assert "Bonjour,<br>Voir : https://localhost/x<br>&lt;b&gt;gras&lt;/b&gt;</blockquote>" in letter.html


def test_a_list_is_a_list():
    html = draw("S\n\n{% for one in these %}\n- {{ one }}\n{% endfor %}", these=["un", "deux & trois"]).html

    assert "<ul><li>un</li><li>deux &amp; trois</li></ul>" in html


def test_an_unknown_variable_of_a_letter_fails():
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        compose("draft-waiting", {"structure": NAME})


def test_the_pages_of_the_site_still_escape():
    assert engines["jinja2"].from_string("{{ x }}").render({"x": "<b>"}) == "&lt;b&gt;"
