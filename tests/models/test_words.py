"""What models say on screen is written as French is printed: with typographic apostrophes."""

import pytest
from django.apps import apps
from django.db.models import Model

MODELS = sorted(apps.get_app_config("suppliers").get_models(), key=lambda model: model.__name__)
OURS = [model for model in MODELS if model.__name__ != "User"]  # the fields of an account are Django's


def words_of(model: type[Model]) -> list[str]:
    """Names, help, choices and refusals of a model."""
    options = model._meta
    said = [options.verbose_name, options.verbose_name_plural]
    said += [each.violation_error_message for each in options.constraints]
    for field in options.fields + options.many_to_many:
        said += [field.verbose_name, field.help_text, *(label for _, label in field.choices or [])]
    return [str(each) for each in said if each]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_apostrophes_are_those_of_print(model):
    words = words_of(model)

    assert len(words) > 2
    assert [each for each in words if "'" in each] == []
