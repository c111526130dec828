"""Who is at work in the administration."""

from __future__ import annotations

from django.http import HttpRequest

from suppliers.models import User


def acting(request: HttpRequest) -> User:
    """The account that asks; the administration answers nobody without one."""
    assert isinstance(request.user, User)
    return request.user
