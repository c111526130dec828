"""A structure that the directory does not know yet: what we know of it already, and its draft."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from suppliers.models import Event, Structure, User
from suppliers.profiles.joining import grant_access

from .numbers import Kind, Typed

# What is true of a legal unit is true of each of its establishments.
_OF_THE_UNIT = ("sirene_ess", "rcs_ess_mention", "is_public_body")

_TOLD = ("legal_form", "website", "name")
_MOST_SISTERS = 50


class BegunMeanwhileError(Exception):
    """Somebody else has just begun to register the same number."""


@dataclass(frozen=True)
class Known:
    """What the directory holds of the legal unit, from another of its establishments (`of`)."""

    of: Structure | None = None
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        return self.of is not None and self.of.status == Structure.Status.PUBLISHED

    @property
    def source(self) -> str:
        return self.of.source if self.of else ""

    @property
    def source_date(self) -> dt.date | None:
        return self.of.source_date if self.of else None


def known_of(number: Typed) -> Known:
    """What an official list, or another establishment, says of the legal unit of a SIRET.

    What a list said counts even where the page is hidden; what its members wrote there stays theirs.
    """
    if number.kind != Kind.SIRET:
        return Known()
    is_public = Q(status=Structure.Status.PUBLISHED)
    is_of_a_list = Q(status=Structure.Status.HIDDEN) & ~Q(source="")
    same = Structure.objects.filter(is_public | is_of_a_list, siren=number.number[:9])
    known = [Known(one, _told(one)) for one in same.order_by("admin_state", "pk")[:_MOST_SISTERS]]
    told = [one for one in known if one.values]
    return max(
        told, key=lambda one: (one.is_public, *(name in one.values for name in _TOLD)), default=Known()
    )


def _told(other: Structure) -> dict[str, Any]:
    """Its name, legal form and site: all of them where they are published, else those of the list alone."""
    is_public = other.status == Structure.Status.PUBLISHED
    of_a_list = other.field_sources.keys() - other.edited_fields
    values = {"name": other.name, "legal_form": other.legal_form_id, "website": other.website}
    return {name: value for name, value in values.items() if value and (is_public or name in of_a_list)}


def create_draft(*, number: Typed, typed: dict[str, Any], by: User) -> tuple[Structure, bool]:
    """The draft of this number, and whether it is new; who presses twice has one.

    `typed`: name, legal_form, website. Raises BegunMeanwhileError when it is somebody else's.
    """
    try:
        with transaction.atomic():
            present = _present(number)
            if present is None:
                return _write(number, typed, by), True
    except IntegrityError:  # begun at this very moment: the SIRET is taken
        present = _present(number)
    if present is None or not present.memberships.filter(user=by).exists():
        raise BegunMeanwhileError
    return present, False


def _present(number: Typed) -> Structure | None:
    if number.kind == Kind.SIRET:
        return Structure.objects.filter(siret=number.number).first()
    with connection.cursor() as cursor:  # nothing makes an RNA unique: of two who come together, one waits
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"rna {number.number}"])
    return Structure.objects.filter(rna=number.number, merged_into=None).order_by("pk").first()


def _write(number: Typed, typed: dict[str, Any], by: User) -> Structure:
    made = Structure(
        siret=number.number if number.kind == Kind.SIRET else None,
        rna=number.number if number.kind == Kind.RNA else "",
        edited_fields=sorted(name for name, value in typed.items() if value),
        **typed,
    )
    known = known_of(number)
    if known.of and known.of.legal_form_id == made.legal_form_id:
        _take_over(made, known.of)
    made.full_clean(exclude=["siret"])  # a SIRET that is taken is for the database to say, once
    made.save()
    grant_access(made, by, by=None, note="A inscrit la structure")
    facts = {"siret": made.siret, "rna": made.rna, "name": made.name}
    Event.objects.record("registration.create", by=by, structure=made, after=facts)
    return made


def _take_over(made: Structure, other: Structure) -> None:
    for name in _OF_THE_UNIT:
        setattr(made, name, getattr(other, name))
