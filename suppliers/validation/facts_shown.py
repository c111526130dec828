"""Facts before and after, side by side: French labels, names instead of numbers, the parts that differ."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from stdnum.fr import siret as siret_number

from suppliers.models import CertificationKind, EmployeeBand, Event, LegalForm, Structure, Territory, User
from suppliers.showing.amounts import euros_in_words, number_in_words, share_in_words
from suppliers.showing.days import long_day_in_words, moment_in_words

from .rows import model_of
from .wording import named

_UNITS = {"largest_order_excl_tax": euros_in_words, "target_share": share_in_words}
_POINT = ("latitude", "longitude", "geo_precision", "geo_score")
_WORDS = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
_LONGEST = 4_000  # signs: what is longer is not compared word by word
_ALIKE = 0.5
POINT_LABEL = "Point sur la carte"
# What an event tells of, by the beginning of its action, where that is no structure.
_ABOUT = {
    "profiles.activity": "activity:",
    "registration.declare": "certification:",
    "registration.propose": "certification:",
    "registration.undeclare": "certification:",
}
_WAS_THERE, _WAS_NOT = "présente", "absente"


@dataclass(frozen=True)
class Part:
    """A piece of a text; `differs` when the other side does not have it."""

    text: str
    differs: bool = False


@dataclass(frozen=True)
class Line:
    label: str
    before: list[Part]
    after: list[Part]
    changed: bool = True


class Names:
    """The names that numbers stand for, read once for all the values of a page."""

    _NAMED: Mapping[str, type[models.Model]] = {
        "legal_form_id": LegalForm,
        "territory_id": Territory,
        "employee_band_id": EmployeeBand,
        "kind_id": CertificationKind,
        "kind": CertificationKind,
        "validated_by_id": User,
        "verified_by_id": User,
        "handled_by_id": User,
        "user_id": User,
        "structure_id": Structure,
        "merged_into_id": Structure,
    }

    def __init__(self, said: Iterable[Mapping[str, Any]]) -> None:
        asked: dict[type[models.Model], set[Any]] = {}
        for values in said:
            for name, model in self._NAMED.items():
                if values.get(name) is not None:
                    asked.setdefault(model, set()).add(values[name])
        self._known = {model: model._default_manager.in_bulk(list(keys)) for model, keys in asked.items()}

    def of(self, name: str, value: Any) -> str | None:
        """The name behind a key; None when it is no key."""
        model = self._NAMED.get(name)
        if model is None or value is None:
            return None
        found = self._known.get(model, {}).get(value)
        if isinstance(found, User):
            return named(found)
        return str(found) if found is not None else f"n° {value}"


def label_of(name: str, model: type[models.Model] = Structure) -> str:
    """« Forme juridique »."""
    for field in model._meta.concrete_fields:
        if name in (field.attname, field.name):
            return str(capfirst(field.verbose_name))
    return name


def group_label(name: str) -> str:
    """Of fields that lists and proposals change together, by the key of the group."""
    return POINT_LABEL if name in _POINT else label_of(name)


def value_in_words(name: str, value: Any, names: Names, model: type[models.Model] = Structure) -> str:
    """A value as the log keeps it, said in French; empty for nothing."""
    if value is None or value in ("", [], {}):
        return ""
    if (known := names.of(name, value)) is not None:
        return known
    field = next((each for each in model._meta.concrete_fields if name in (each.attname, each.name)), None)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField):
        return moment_in_words(dt.datetime.fromisoformat(str(value)))
    if isinstance(field, models.DateField):
        return long_day_in_words(dt.date.fromisoformat(str(value)))
    if isinstance(value, list):
        return ", ".join(label_of(str(each)).lower() for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{label_of(key).lower()} : {said.get('source', '')}" for key, said in value.items())
    if name == "siret":
        return siret_number.format(str(value), separator="\u202f")
    is_amount = isinstance(value, int | float) or isinstance(field, models.DecimalField)
    return _amount(name, value) if is_amount else str(value)


def _amount(name: str, value: Any) -> str:
    """In groups of three, with the unit that its label does not say."""
    if name in _POINT or name.endswith("_year"):
        return str(value).replace(".", ",")
    return _UNITS.get(name, number_in_words)(value)


def compared(before: Mapping[str, Any], after: Mapping[str, Any], *, all_of_it: bool = False) -> list[Line]:
    """Facts of a structure on both sides; the point on the map is one line. `all_of_it`: equal ones too."""
    names = Names([before, after])
    lines = []
    for name in [each for each in after if each not in _POINT]:
        had = value_in_words(name, before.get(name), names)
        has = value_in_words(name, after[name], names)
        if all_of_it or had != has:
            lines.append(line(label_of(name), had, has))
    if any(name in after for name in _POINT):
        had, has = point_in_words(before), point_in_words({**before, **after})
        if all_of_it or had != has:
            lines.append(_whole(POINT_LABEL, had, has))
    return lines


def point_in_words(values: Mapping[str, Any]) -> str:
    """« 48,8638 ; 2,4485 (au numéro, score 0,93) »."""
    if values.get("latitude") is None or values.get("longitude") is None:
        return ""
    precision = dict(Structure.Precision.choices).get(values.get("geo_precision", ""), "")
    score = values.get("geo_score")
    said = ", ".join(
        part for part in (str(precision).lower(), f"score {score:.2f}" if score is not None else "") if part
    )
    place = f"{values['latitude']:.5f} ; {values['longitude']:.5f}"
    return f"{place} ({said})".replace(".", ",") if said else place.replace(".", ",")


def _whole(label: str, before: str, after: str) -> Line:
    """Both sides as they are, each one piece."""
    old, new = ([Part(said, before != after)] if said else [] for said in (before, after))
    return Line(label, old, new, changed=before != after)


def line(label: str, before: str, after: str) -> Line:
    """Both sides, with the words that differ marked."""
    if before == after or not before or not after or len(before) + len(after) > _LONGEST:
        return _whole(label, before, after)
    had, has = _WORDS.findall(before), _WORDS.findall(after)
    matcher = difflib.SequenceMatcher(None, had, has, autojunk=False)
    if matcher.ratio() < _ALIKE:  # a mosaic of words in common would say nothing
        return _whole(label, before, after)
    old: list[Part] = []
    new: list[Part] = []
    for what, a1, a2, b1, b2 in matcher.get_opcodes():
        _add(old, "".join(had[a1:a2]), what != "equal")
        _add(new, "".join(has[b1:b2]), what != "equal")
    return Line(label, old, new)


def _add(parts: list[Part], text: str, differs: bool) -> None:
    if text:
        parts.append(Part(text, differs))


def changes_of(events: Iterable[Event]) -> dict[int, list[Line]]:
    """What each event of the log changed, by its number: few questions, however many events."""
    listed = list(events)
    names = Names(values for event in listed for _, values in _rows(event, event.before, event.after))
    return {event.pk: _lines_of(event, names) for event in listed}


def _rows(event: Event, *sides: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """The rows of an event, by key; facts that are not said row by row are of what its action is about."""
    about = next((of for begins, of in _ABOUT.items() if event.action.startswith(begins)), "structure:")
    for side in sides:
        plain = {name: value for name, value in side.items() if ":" not in name and name != "activity"}
        if plain:
            yield about, plain
        yield from ((key, values or {}) for key, values in side.items() if ":" in key)


def _lines_of(event: Event, names: Names) -> list[Line]:
    before, after = dict(_rows(event, event.before)), dict(_rows(event, event.after))
    lines: list[Line] = []
    for key in {**before, **after}:
        model = model_of(key)
        had, has = before.get(key, {}), after.get(key, {})
        if not had or not has:
            said = (_WAS_NOT, _WAS_THERE) if has else (_WAS_THERE, _WAS_NOT)
            if had or has:
                lines += _plain(key, model, had, has, names, said)
            continue
        lines += differing(model, had, has, names)
    return lines


def differing(
    model: type[models.Model], had: Mapping[str, Any], has: Mapping[str, Any], names: Names | None = None
) -> list[Line]:
    """Values of a row on both sides, by column; the point on the map is one line."""
    names = names or Names([had, has])
    told = {**had, **has}
    is_moved = model is Structure and {"latitude", "longitude"} <= told.keys()
    lines = [
        line(
            label_of(name, model),
            value_in_words(name, had.get(name), names, model),
            value_in_words(name, has.get(name), names, model),
        )
        for name in told
        if not (is_moved and name in _POINT)
    ]
    if is_moved:
        lines.append(_whole(POINT_LABEL, point_in_words(had), point_in_words(has)))
    return lines


def _plain(
    key: str,
    model: type[models.Model],
    had: Mapping[str, Any],
    has: Mapping[str, Any],
    names: Names,
    said: tuple[str, str],
) -> list[Line]:
    """A row that was made or taken away is one line; facts that were said are told one by one."""
    if key.endswith(":"):
        return [one for one in differing(model, had, has, names) if one.before or one.after]
    return [line(str(capfirst(model._meta.verbose_name)), *said)]
