"""The values of a filter, as the page draws them."""

from django.template import engines

from suppliers.directory.panels import Choice


def drawn(*asked):
    partial = engines["jinja2"].get_template("suppliers/directory/_choices.html")
    return str(partial.template.module.choices_list(*asked))


def test_choices_never_read_a_label_as_html():
    evil = '"><script>alert(1)</script>'
    html = drawn([Choice(evil, evil, 1, True, [Choice("b", evil, 2, True)])], "secteur")

    assert "<script>" not in html
    assert html.count("<li") == 2
    assert html.count(" checked") == 2
    assert '<details class="sub"' in html
    assert " open>" in html


def test_choices_that_exclude_one_another_are_radio_buttons():
    assert 'type="radio"' in drawn([Choice("6", "moins de 6 mois", 1, False)], "confirme", True)
