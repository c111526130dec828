"""How many structures one account asks for in a day: enough for a network, few enough to be read."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from suppliers.models import Event, User

MOST_A_DAY = 20
_DAY = dt.timedelta(days=1)
COUNTED = ("registration.create", "registration.claim", "registration.ask-owner")
REFUSAL = (
    f"Vous avez inscrit ou demandé {MOST_A_DAY} structures en vingt-quatre heures. "
    "Reprenez demain, ou écrivez à l’équipe de l’annuaire si vous en inscrivez beaucoup."
)


def has_asked_too_much(user: User) -> bool:
    """Two requests at the same instant may pass both: a bound on what is to be read, not a lock."""
    recent = Event.objects.filter(at__gt=timezone.now() - _DAY, by=user, action__in=COUNTED)
    return recent.count() >= MOST_A_DAY
