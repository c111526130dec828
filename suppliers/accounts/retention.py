"""Accounts that nobody uses any more are warned, then deleted: about three years (CNIL; RGPD art. 5-1-e)."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from suppliers import mailing
from suppliers.models import Event, User

from .deletion import delete_account
from .groups import RefusedError

logger = logging.getLogger(__name__)
YEARS = 3
NOTICE = dt.timedelta(days=30)
WARNED = "accounts.warn_inactive"
REASON = "il n’a pas servi depuis trois ans"


def inactive_accounts(before: dt.datetime) -> QuerySet[User]:
    """Those that have not signed in since, nor changed anything. Never who runs the site."""
    used_at = Greatest(Coalesce("last_login", "date_joined"), "date_joined")
    active = Event.objects.filter(at__gte=before, by__isnull=False).values("by")
    ordinary = User.objects.filter(is_superuser=False, is_validator=False, is_staff=False)
    return ordinary.annotate(used_at=used_at).filter(used_at__lt=before).exclude(pk__in=active).order_by("pk")


def remind_inactive(now: dt.datetime, *, link: str = "") -> int:
    """Write to those that will be deleted in thirty days; returns how many. Again after each return.

    `link`: the absolute address where one signs in.
    """
    limit = _three_years_before(now + NOTICE)
    warned = 0
    for pk in _numbers(inactive_accounts(limit)):
        with transaction.atomic():
            user = _locked(inactive_accounts(limit), pk)
            if user is None or _warned_at(user, since=now - NOTICE * 2):
                continue
            Event.objects.record(WARNED, after={"user": pk})
            day = timezone.localtime(now + NOTICE).date()
            if user.email:  # written to the address: no preference silences this one
                mailing.write("account_inactive", {"day": day, "link": link}, to=user.email)
            warned += 1
    return warned


def delete_inactive(now: dt.datetime) -> int:
    """Delete those that were warned thirty days ago and have not come back; returns how many."""
    limit = _three_years_before(now)
    deleted = 0
    for pk in _numbers(inactive_accounts(limit)):
        with transaction.atomic():
            user = _locked(inactive_accounts(limit), pk)
            warned_at = _warned_at(user, since=now - NOTICE * 2) if user else None
            if user is None or warned_at is None or warned_at > now - NOTICE:
                continue
            try:
                delete_account(user, handovers={}, by=None, reason=REASON, site=settings.SITE_URL)
            except RefusedError as refusal:
                logger.warning("account %s is kept: %s", pk, refusal)
                continue
            deleted += 1
    return deleted


def _numbers(accounts: QuerySet[User]) -> list[int]:
    return list(accounts.values_list("pk", flat=True))


def _locked(accounts: QuerySet[User], pk: int) -> User | None:
    """If it still is one of them, and no other process deals with it just now."""
    return accounts.select_for_update(skip_locked=True, of=("self",), no_key=True).filter(pk=pk).first()


def _warned_at(user: User, *, since: dt.datetime) -> dt.datetime | None:
    """When it was last warned; a warning of long ago counts no more: the account was used since."""
    told = Event.objects.filter(action=WARNED, after__user=user.pk, at__gte=since)
    return told.order_by("at").values_list("at", flat=True).first()


def _three_years_before(now: dt.datetime) -> dt.datetime:
    try:
        return now.replace(year=now.year - YEARS)
    except ValueError:  # 29 February
        return now.replace(year=now.year - YEARS, day=28)
