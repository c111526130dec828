"""Accounts that registration asks about."""

from allauth.account.models import EmailAddress

from tests.factories import UserFactory


def user_with(*verified, unverified=()):
    """An account with these addresses; the first is the one it is written to."""
    user = UserFactory(**({"email": verified[0]} if verified else {}))
    for email in verified:
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=email == verified[0])
    for email in unverified:
        EmailAddress.objects.create(user=user, email=email, verified=False)
    return user
