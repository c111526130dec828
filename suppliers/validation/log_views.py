"""The log, as a page and as a file."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from suppliers.imports.spreadsheet import csv_answer
from suppliers.models import User

from .access import for_validators, validator_of
from .log import (
    PER_PAGE,
    SITE,
    TITLES,
    Asked,
    actions_listed,
    csv_rows,
    events_for,
    position_of,
    told,
    told_in_short,
)
from .wording import named


@require_safe
@for_validators
def log(request: HttpRequest) -> HttpResponseBase:
    """Filters: `compte`, `action`, `structure`, `du`, `au`; `avant`: where the page before has ended."""
    user, asked = validator_of(request), Asked.read(request.GET)
    events = list(told_in_short(user, asked)[: PER_PAGE + 1])
    shown, has_more = events[:PER_PAGE], len(events) > PER_PAGE
    context = {
        "asked": asked,
        "told": told(shown),
        "older": asked.query(avant=position_of(shown[-1])) if has_more else "",
        "is_later": asked.before is not None,
        "accounts": _accounts(asked),
        "actions": actions_listed(asked.chosen["action"]),
    }
    return render(request, "suppliers/validation/log.html", context)


@require_safe
@for_validators
def log_csv(request: HttpRequest) -> HttpResponseBase:
    """The same lines, all of them, for a spreadsheet."""
    asked = Asked.read(request.GET)
    events = events_for(validator_of(request), asked)
    return csv_answer(f"journal-{timezone.localdate()}", TITLES, csv_rows(events))


def _accounts(asked: Asked) -> list[tuple[str, str]]:
    """The team, the site itself, and the account that was asked for."""
    typed = asked.chosen["compte"]
    wanted = Q(is_superuser=True) | Q(is_validator=True)
    if typed.isascii() and typed.isdigit() and len(typed) < 19:
        wanted |= Q(pk=int(typed))
    team = User.objects.filter(wanted).order_by("last_name", "first_name", "username")
    return [(SITE, "Le site"), *((str(user.pk), named(user)) for user in team)]
