"""A row is chosen by its key: what cannot be one is a wrong choice, said at its field, and no failure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.http import HttpRequest


def read(field: Any, text: str) -> Any:
    """What a text is in this field of the database. Raises ValidationError when it can be nothing there."""
    if "\x00" in text:
        raise ValidationError("Un caractère nul n’a pas de place ici.")
    value = field.to_python(text)
    field.run_validators(value)
    return value


def is_key(relation: Any, text: str) -> bool:
    """Whether a row that this relation leads to may have such a key."""
    try:
        read(relation.target_field, text)
    except ValidationError:
        return False
    return True


class _KeptAsTyped(AutocompleteMixin):
    """Django would ask the database for what cannot be a key; it is shown as it was typed instead."""

    create_option: Callable[..., dict[str, Any]]  # of the select that this is mixed into

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        wrong = [each for each in value if each and not is_key(self.field, each)]
        keys = [each for each in value if each not in wrong]
        groups: list[Any] = super().optgroups(name, keys, attr)
        for each in wrong:
            typed, options = each.replace("\x00", ""), groups[0][1]
            options.append(self.create_option(name, typed, typed, True, len(options)))
        return groups


class KeySelect(_KeptAsTyped, AutocompleteSelect):
    pass


class KeySelectMultiple(_KeptAsTyped, AutocompleteSelectMultiple):
    pass


class KeyField(forms.ModelChoiceField):
    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and "\x00" in value:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class ChoosingAdmin(BaseModelAdmin):
    """Of an admin or an inline whose forms choose rows of other tables."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.ForeignKey):
            kwargs.setdefault("form_class", KeyField)
        if db_field.name in self.get_autocomplete_fields(request):
            select = KeySelectMultiple if db_field.many_to_many else KeySelect
            kwargs.setdefault("widget", select(db_field, self.admin_site))
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class PrefilledAdmin(ChoosingAdmin, admin.ModelAdmin):
    """Of an admin whose address may fill the form of a new row."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address says of each field; left out where no text can be shown and no key be read."""
        initial = {}
        for name, said in super().get_changeform_initial_data(request).items():
            try:
                initial[name] = self._read(name, said)
            except ValidationError:
                continue
        return initial

    def _read(self, name: str, said: Any) -> Any:
        try:
            field: Any = self.opts.get_field(name)
        except FieldDoesNotExist:
            return said
        if isinstance(said, list):
            return [read(field.target_field, each) for each in said]
        if field.is_relation:
            return read(field.target_field, said)
        return read(field, said) if isinstance(field, models.DateTimeField) else said
