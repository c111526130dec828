"""What the forms of the steps have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict

from suppliers.asking.text_fields import say_in_french
from suppliers.models import Structure
from suppliers.profiles.facts import as_json


class StepForm(forms.Form):
    """Its fields bear the names of what they change. Every mistake is said at its field, in French.

    `said_at`: for a constraint of Structure, by name, the field that is to be put right.
    """

    use_required_attribute = False  # our own sentences, at the field and at the top
    said_at: dict[str, str] = {}

    def __init__(self, *args: Any, structure: Structure, **kwargs: Any) -> None:
        self.structure = structure
        super().__init__(*args, **kwargs)
        self.prepare()
        for field in self.fields.values():
            say_in_french(field)
        self._begin_at_the_first_mistake()

    def prepare(self) -> None:
        """What a form adds to its fields before anything typed is read."""

    def _begin_at_the_first_mistake(self) -> None:
        """The page opens on it: its sentence is read out, and nobody has to look for it."""
        for name, bound in self.fields.items() if self.is_bound else ():
            if name in self.errors:
                bound.widget.attrs["autofocus"] = True
                return

    @property
    def labels(self) -> dict[str, str]:
        return {name: str(bound.label) for name, bound in self.fields.items()}

    def typed(self) -> dict[str, Any]:
        """What was typed and could be read, as JSON keeps it."""
        cleaned = getattr(self, "cleaned_data", {})
        return {name: as_json(cleaned[name]) for name in self.fields if name in cleaned}

    def facts(self) -> dict[str, Any]:
        """What is to be written, by the name of its column."""
        return {name: self.cleaned_data[name] for name in self.fields}

    def with_values(self, values: dict[str, Any]) -> Self:
        """The same form, with these values in place of what was typed."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name, value in values.items():
            shown = "" if value is None else self.fields[name].prepare_value(value)
            data.setlist(self.add_prefix(name), shown if isinstance(shown, list) else [str(shown)])
        return self.again(data)

    def again(self, data: QueryDict) -> Self:
        """The same form, of other data."""
        return type(self)(data, self.files, initial=self.initial, structure=self.structure)

    def refuse(self, error: ValidationError) -> None:
        """What the database would refuse, at its field."""
        by_message = {
            str(each.violation_error_message): self.said_at[each.name]
            for each in Structure._meta.constraints
            if each.name in self.said_at
        }
        for name, listed in _by_field(error).items():
            for one in listed:
                said = by_message.get(str(one.message)) if name == NON_FIELD_ERRORS else self._field(name)
                self.add_error(said, one)
        self._begin_at_the_first_mistake()

    def _field(self, name: str) -> str | None:
        return next((each for each in (name, f"{name}_id") if each in self.fields), None)


def _by_field(error: ValidationError) -> dict[str, Iterable[ValidationError]]:
    return dict(error.error_dict) if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
