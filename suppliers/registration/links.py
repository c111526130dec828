"""Addresses of pages that other rooms write, by the names they have agreed on."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse


def members_url(structure_id: int) -> str:
    return reverse("accounts:members", args=[structure_id])


def absolute(path: str) -> str:
    """As a letter gives it."""
    return f"{settings.SITE_URL}{path}"


def sign_in_url(way_back: str) -> str:
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': way_back})}"


def sign_up_url(way_back: str) -> str:
    return f"{reverse('account_signup')}?{urlencode({'next': way_back})}"
