"""What every page says of the site itself."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from suppliers.accounts.roles import is_validator
from suppliers.models.shortlist import MOST_PICKED
from suppliers.showing.current_state import current_state
from suppliers.workspace.current import picks_of


class Site:
    """Read only when a template asks."""

    name = settings.SITE_NAME
    territory = settings.SITE_TERRITORY
    contact = settings.SITE_CONTACT
    most_selected = MOST_PICKED

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def has_demo(self) -> bool:
        return current_state(self.request).has_demo

    @property
    def is_demo(self) -> bool:
        return settings.DEMO

    @property
    def keeps_emails(self) -> bool:
        """A demonstration sends none: they are read in it."""
        return settings.DEMO

    @property
    def is_for_a_validator(self) -> bool:
        return is_validator(getattr(self.request, "user", AnonymousUser()))

    @cached_property
    def selected_ids(self) -> tuple[int, ...]:
        return picks_of(self.request).ids if self._knows_who_asks else ()

    @cached_property
    def selected(self) -> int:
        return picks_of(self.request).count if self._knows_who_asks else 0

    @property
    def _knows_who_asks(self) -> bool:
        """Not on the page of a request that was refused at the door."""
        return hasattr(self.request, "session") and hasattr(self.request, "user")


def site(request: HttpRequest) -> dict[str, Any]:
    """`site` in every template."""
    return {"site": Site(request)}
