"""Which addresses are somebody's: those they have shown to receive letters at."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from suppliers.models import User


def verified_addresses(user: User) -> set[str]:
    """In lower case."""
    found = EmailAddress.objects.filter(user_id=user.pk, verified=True)
    return {address.lower() for address in found.values_list("email", flat=True)}


def masked(address: str) -> str:
    """« c•••@canal.example »: enough for its owner to know it, too little for anybody else."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}"
