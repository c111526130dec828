"""Addresses that somebody has shown to be theirs, by a code that was sent there."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from suppliers.models import User


def verified_emails(user: User) -> set[str]:
    """In small letters. An address that was only typed is not one of them."""
    proven = EmailAddress.objects.filter(user=user, verified=True)
    return {email.casefold() for email in proven.values_list("email", flat=True)}
