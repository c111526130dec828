"""Addresses of pages that other hands write, by the names they have agreed on."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import get_script_prefix

SIGNED = {"site_name": settings.SITE_NAME}  # every letter's last line


def members_url(structure_id: int) -> str:
    """`accounts:members`."""
    return f"{get_script_prefix()}espace/structures/{structure_id}/membres/"


def step_url(structure_id: int, slug: str) -> str:
    """`registration:step`."""
    return f"{get_script_prefix()}espace/structures/{structure_id}/{slug}/"


def space_url() -> str:
    """`accounts:home`."""
    return f"{get_script_prefix()}espace/"


def sign_in_url(way_back: str) -> str:
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': way_back})}"
