"""What a sign-in goes through."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage


class VerifiedAddressStage(EmailVerificationStage):
    """Accounts of `createsuperuser` may have no address at all: there is nothing to verify then."""

    def handle(self) -> tuple[Any, bool]:
        user = self.login.user
        if user and not user.email and not EmailAddress.objects.filter(user_id=user.pk).exists():
            return None, True
        handled: tuple[Any, bool] = super().handle()
        return handled
