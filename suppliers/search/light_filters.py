"""Filters that a set of them copies in no time: every search has its own set, and shares what is in them."""

from __future__ import annotations

import django_filters
from django import forms

from . import fields


class LightFilter(django_filters.Filter):
    def __deepcopy__(self, memo: object) -> LightFilter:
        twin = object.__new__(type(self))  # what `copy.copy` does, three times as fast
        twin.__dict__.update(self.__dict__)
        return twin


class TextFilter(LightFilter, django_filters.CharFilter):
    pass


class ChoiceFilter(LightFilter, django_filters.ChoiceFilter):
    pass


class CodesFilter(LightFilter):
    field_class = fields.CodesField


class CpvFilter(LightFilter):
    field_class = fields.CpvField


class PointFilter(LightFilter):
    field_class = fields.PointField


class MonthsFilter(LightFilter):
    field_class = forms.IntegerField


class RadiusFilter(LightFilter):
    field_class = fields.RadiusField


class UnplacedFilter(LightFilter):
    field_class = fields.UnplacedField
