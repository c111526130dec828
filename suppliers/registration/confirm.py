"""« Tout est exact »: a member confirms a profile in one click, from the link of a reminder."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from suppliers import search
from suppliers.accounts.groups import name_of
from suppliers.accounts.roles import can_edit
from suppliers.models import Event, Structure, User
from suppliers.procurement.calendar_months import shift_months

SALT = "registration.confirm"  # the purpose: a token signed for another opens nothing here
_ACTION = "registration.confirm"
CONFIRMED_FOR = 11  # months: then a reminder asks again
VALID_FOR = dt.timedelta(days=90)


class Asked(NamedTuple):
    """Whom a link asks to confirm what, and since which day."""

    structure: Structure
    user: User
    on: dt.date


class ExpiredError(Exception):
    """The link was ours, and is too old."""


def confirm_url(structure_id: int, user_id: int) -> str:
    said = {"structure": structure_id, "user": user_id, "on": timezone.localdate().toordinal()}
    token = signing.TimestampSigner(salt=SALT).sign_object(said)
    return settings.SITE_URL + reverse("registration:confirm", args=[token])


def asked_by(token: str) -> Asked | None:
    """None for a token that is not ours, an account that is gone, a structure that is not public any more.

    Raises ExpiredError after ninety days.
    """
    try:
        said = signing.TimestampSigner(salt=SALT).unsign_object(token, max_age=VALID_FOR)
    except signing.SignatureExpired as error:
        raise ExpiredError from error
    except (signing.BadSignature, ValueError):
        return None
    structure = Structure.objects.published().filter(pk=said["structure"]).first()
    user = User.objects.filter(pk=said["user"], is_active=True).first()
    return Asked(structure, user, dt.date.fromordinal(said["on"])) if structure and user else None


def is_confirmed(asked: Asked) -> bool:
    """Whether somebody has confirmed the profile since the link was written."""
    day = asked.structure.confirmed_on
    return day is not None and day >= asked.on


def is_theirs(asked: Asked) -> bool:
    return can_edit(asked.user, asked.structure)


@dataclass(frozen=True)
class Confirmation:
    """The last one: its day, who gave it (empty where nobody is known), and how much another would help."""

    on: dt.date | None
    by: str
    asks: str  # "first" thing to do, "again" where somebody wants to, "" on the very day


def confirmation_of(structure: Structure, *, reader: User) -> Confirmation:
    on, today = structure.confirmed_on, timezone.localdate()
    if on is None:
        return Confirmation(None, "", "first")
    asks = "first" if on <= shift_months(today, -CONFIRMED_FOR) else "again" if on < today else ""
    told = Event.objects.filter(structure=structure, action=_ACTION).select_related("by").first()
    who = told.by if told and told.after.get("confirmed_on") == on.isoformat() else None
    return Confirmation(on, ("vous" if who == reader else name_of(who)) if who else "", asks)


@transaction.atomic
def confirm_structure(structure: Structure, *, by: User) -> None:
    """Remember that everything on the profile is right, as of today. Twice in a day changes nothing more."""
    current = Structure.objects.select_for_update().get(pk=structure.pk)
    before, today = current.confirmed_on, timezone.localdate()
    if before == today:
        return
    current.confirmed_on = today
    current.save(update_fields=["confirmed_on", "updated_at"])
    Event.objects.record(
        _ACTION,
        by=by,
        structure=current,
        before={"confirmed_on": before},
        after={"confirmed_on": today},
    )
    search.refresh([current.pk])
