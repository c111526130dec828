"""Addresses of pages that letters lead to."""

from django.conf import settings

SPACE = "/espace/"  # accounts:home


def dashboard_url(structure_id: int) -> str:
    """A structure's own page in the signed-in space (`registration:structure`)."""
    return f"{settings.SITE_URL}{SPACE}structures/{structure_id}/"
