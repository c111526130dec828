"""Addresses of pages that letters lead to."""

from django.conf import settings
from django.urls import reverse


def dashboard_url(structure_id: int) -> str:
    """A structure's own page in the signed-in space (`registration:structure`)."""
    return settings.SITE_URL + reverse("registration:structure", args=[structure_id])
