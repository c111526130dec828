"""Try to break a promise of the database, from both sides: a form and a statement of one's own."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction


def assert_kept(instance: models.Model, constraint: str, message: str, **bad: object) -> None:
    """The database refuses these values by the constraint of this name, and a form says why in French."""
    rows = type(instance)._default_manager.filter(pk=instance.pk)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows.update(**bad)
    for name, value in bad.items():
        setattr(instance, name, value)
    with pytest.raises(ValidationError) as error:
        instance.validate_constraints()
    assert message in error.value.messages


def assert_allowed(instance: models.Model, **good: object) -> None:
    """The database and a form accept these values."""
    assert type(instance)._default_manager.filter(pk=instance.pk).update(**good) == 1
    for name, value in good.items():
        setattr(instance, name, value)
    instance.validate_constraints()
