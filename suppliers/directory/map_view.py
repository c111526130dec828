"""What part of the world a map shows, as the scripts of the map say it."""

from __future__ import annotations

import math
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

CLOSEST_ZOOM = 22
IDS = re.compile(r"([0-9]{1,18}(,[0-9]{1,18})*)?")


class BoxField(forms.CharField):
    """« west,south,east,north » in WGS 84 degrees."""

    def to_python(self, value: Any) -> tuple[float, float, float, float] | None:  # type: ignore[override]
        text = super().to_python(value) or ""
        if not text:
            return None
        try:
            west, south, east, north = (float(side) for side in text.split(","))
        except ValueError as error:
            raise ValidationError("Une emprise s’écrit « ouest,sud,est,nord ».", code="invalid") from error
        finite = all(math.isfinite(side) for side in (west, south, east, north))
        if not finite or west > east or south > north:
            raise ValidationError("L’ouest va avant l’est, le sud avant le nord.", code="invalid")
        return max(west, -180), max(south, -90), min(east, 180), min(north, 90)


class IdsField(forms.CharField):
    """« 12,7,1905 »: structures."""

    def to_python(self, value: Any) -> list[int]:  # type: ignore[override]
        text = super().to_python(value) or ""
        if not IDS.fullmatch(text):
            raise ValidationError("Des numéros de structures s’écrivent « 12,7,1905 ».", code="invalid")
        return [int(number) for number in text.split(",") if number]


class MapViewForm(forms.Form):
    """`bbox` and `zoom` of a map; `sauf`, the structures it has drawn already, from the list beside it."""

    bbox = BoxField(max_length=120)
    zoom = forms.IntegerField(min_value=0, max_value=CLOSEST_ZOOM)
    sauf = IdsField(required=False, max_length=1_000)
