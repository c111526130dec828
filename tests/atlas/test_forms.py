from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextInputWidget
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from atlas.forms import FormRenderer


class Every(forms.Form):
    name = forms.CharField(max_length=20, help_text="Tel qu’il est <b>déclaré</b>")
    text = forms.CharField(widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(choices=[("", "—"), ("a", "L’<un>"), ("b", "L’autre & lui")])
    kinds = forms.MultipleChoiceField(
        choices=[("a", "Un"), ("b", "Deux")], widget=forms.CheckboxSelectMultiple
    )
    day = forms.DateField(required=False)
    is_sure = forms.BooleanField(required=False)
    number = forms.IntegerField(min_value=0, required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(renderer, data):
    return parse_html(str(Every(data, renderer=renderer)))


def test_boxes_are_those_of_django():
    for data in (
        None,
        {"name": 'L\'<Atelier> & "fils"', "kind": "z", "kinds": ["b"], "number": "-1", "day": "?"},
    ):
        assert drawn(FormRenderer(), data) == drawn(DjangoTemplates(), data)


def test_boxes_of_forms_are_drawn_by_jinja_and_those_of_the_admin_by_django():
    renderer = FormRenderer()
    engines = [
        type(renderer.get_template(box.template_name).backend).__name__
        for box in (AdminTextInputWidget(), AdminSplitDateTime())
    ]
    assert engines == ["Jinja2", "DjangoTemplates"]
