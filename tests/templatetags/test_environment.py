"""What a template writes is escaped, whatever was written before."""

import pytest
from django.template import engines
from markupsafe import Markup, escape

from suppliers.templatetags.environment import shown
from tests.factories import DocumentFactory


class Bold:
    def __init__(self, text):
        self.text = text

    def __html__(self):
        return f"<b>{self.text}</b>"


@pytest.mark.parametrize(
    "value", ['<b>"L\'été" & fils</b>', Markup("<b>"), "<b>", 1, True, 1.0, "1", None, Bold("là"), ["<i>"]]
)
def test_a_value_is_written_as_jinja_would(value):
    for _ in range(2):
        assert shown(value) == escape(value)


def test_an_object_that_changes_is_written_anew():
    bold = Bold("un")
    assert shown(bold) == "<b>un</b>"
    bold.text = "deux"
    assert shown(bold) == "<b>deux</b>"


def test_templates_escape_what_they_are_given():
    template = engines["jinja2"].from_string(
        "{% macro cell(x) %}<td>{{ x }}</td>{% endmacro %}{{ cell(it) }}{{ it }}"
    )
    assert template.render({"it": "<b>"}) == "<td>&lt;b&gt;</td>&lt;b&gt;"


@pytest.mark.django_db
def test_a_small_proof_does_not_weigh_nothing():
    around = engines["jinja2"].env.get_template("suppliers/validation/_around.html").module

    said = around.documents_block([DocumentFactory(name="p.pdf", size=9), DocumentFactory(size=69_800)])

    assert "(PDF, moins d’un ko, reçu le" in said
    assert "(PDF, 70\u00a0ko, reçu le" in said
