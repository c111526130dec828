"""Form fields of the filter set: a permalink's text in, reference rows out, or a sentence at the field."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from suppliers.models import Sector, Territory
from suppliers.territories.extent import in_france

from .criteria import Near
from .legible import shortened
from .reference import Reference

POINT = re.compile(r"(-?\d{1,2}(?:\.\d{1,12})?),(-?\d{1,3}(?:\.\d{1,12})?)\Z")
MOST_VALUES = 40
LONGEST_CODE = 5  # of a territory


class CodesField(forms.Field):
    """Several codes, each looked up; `look_up` answers None for an unknown one. Repeats count once.

    `read` is told all of them beforehand.
    """

    widget = forms.SelectMultiple

    def __init__(
        self,
        *,
        look_up: Callable[[Reference, str], Any],
        unknown: str,
        read: Callable[[Reference, list[str]], None] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.look_up, self.unknown, self.read = look_up, unknown, read
        self.reference: Reference | None = None

    def to_python(self, value: object) -> list[Any]:
        codes = [code.strip() for code in value if code.strip()] if isinstance(value, list | tuple) else []
        if len(codes) > MOST_VALUES:
            raise ValidationError(
                f"{MOST_VALUES} valeurs au plus : retirez-en quelques-unes.", code="too_many"
            )
        assert self.reference is not None
        if self.read is not None:
            self.read(self.reference, [code for code in codes if len(code) <= LONGEST_CODE])
        rows = {code: None if "\x00" in code else self.look_up(self.reference, code) for code in codes}
        missing = [code for code, row in rows.items() if row is None]
        if missing:
            named = ", ".join(f"« {shortened(code)} »" for code in missing)
            raise ValidationError(f"{named} : {self.unknown}", code="invalid_choice")
        return list(rows.values())

    def knows(self, code: str) -> bool:
        try:
            return bool(self.clean([code]))
        except ValidationError:
            return False


def unreadable(field: forms.Field, values: list[str]) -> list[str]:
    """Of the values of a parameter that is wrong, those to blame: all, but for codes if not too many."""
    if not isinstance(field, CodesField) or len(values) > MOST_VALUES:
        return values
    return [value for value in values if not field.knows(value)]


class SharedFields(dict[str, forms.Field]):
    """The fields of every form of a class: copying them deeply, as each form asks, would take too long."""

    def __deepcopy__(self, memo: object) -> dict[str, forms.Field]:
        own = {name: copy.copy(field) for name, field in self.items() if isinstance(field, CodesField)}
        return {**self, **own}


class CpvField(CodesField):
    """CPV codes of eight digits; each becomes the sectors that hold it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            look_up=lambda reference, code: reference.sectors_of_cpv(code) or None,
            unknown="aucun secteur ne porte ce code CPV (huit chiffres attendus, comme 90911200).",
            **kwargs,
        )

    def to_python(self, value: object) -> list[Sector]:
        found = [sector for sectors in super().to_python(value) for sector in sectors]
        return list(dict.fromkeys(found))


class PointField(forms.CharField):
    """« lat,lon » in WGS 84 degrees."""

    def to_python(self, value: object) -> tuple[float, float] | None:  # type: ignore[override]
        text = str(value or "").replace(" ", "")
        if not text:
            return None
        match = POINT.match(text)
        if not match or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
            raise ValidationError(
                "Un point s’écrit « latitude,longitude », par exemple 48.8638,2.4485.", code="invalid"
            )
        latitude, longitude = float(match[1]), float(match[2])
        if in_france(longitude, latitude) and not in_france(latitude, longitude):
            raise ValidationError(
                "Latitude et longitude sont inversées : la latitude vient d’abord (48.8638,2.4485).",
                code="swapped",
            )
        return latitude, longitude


class UnplacedField(forms.CharField):
    """A place as it was typed. Whoever knows what it stands for asks by a point or a code instead."""

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        if text:
            raise ValidationError("Ce lieu n’est pas reconnu.", code="unplaced")
        return text


class RadiusField(forms.IntegerField):
    """Whole kilometres around the point."""

    def __init__(self, **kwargs: Any) -> None:
        message = "Le rayon est un nombre de kilomètres, de 1 à 200."
        super().__init__(
            min_value=1,
            max_value=200,
            error_messages={"invalid": message, "min_value": message, "max_value": message},
            **kwargs,
        )


def near(point: tuple[float, float] | None, km: int | None, default_km: int) -> Near | None:
    """The circle a point and a radius make; no point, no circle."""
    return None if point is None else Near(point[0], point[1], km or default_km)


def sector(reference: Reference, code: str) -> Sector | None:
    return reference.sectors.get(code)


def territory(reference: Reference, code: str) -> Territory | None:
    return reference.territory(code) if len(code) <= LONGEST_CODE else None
