"""How many error reports are taken in an hour: enough for people, few enough to be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import MutableMapping
from typing import Any

from django.utils import timezone

from suppliers.models import ErrorReport, Structure

KEY = "signalements"  # in the session: when the visitor's reports were sent, in seconds since 1970
HOUR = dt.timedelta(hours=1)
MOST_PER_VISITOR = 5
MOST_PER_STRUCTURE = 10
MOST_IN_ALL = 300  # whoever drops the session at each report is one visitor
IN_WORDS = f"Au plus {MOST_PER_VISITOR} signalements par heure, et {MOST_PER_STRUCTURE} pour une même fiche."
_LATER = "Le vôtre n’est pas envoyé ; il reste écrit ci-dessous : envoyez-le de nouveau dans une heure."


def refusal(session: MutableMapping[str, Any], structure: Structure) -> str:
    """Why one more report is too many just now, in French; empty when it is welcome.

    Two reports at the same instant may pass both: a bound on what is kept, not a lock.
    """
    recent = ErrorReport.objects.filter(created_at__gt=timezone.now() - HOUR)
    if len(_sent(session)) >= MOST_PER_VISITOR:
        return f"Vous avez envoyé {MOST_PER_VISITOR} signalements en une heure. {_LATER}"
    if recent.filter(structure=structure).count() >= MOST_PER_STRUCTURE:
        return (
            f"Cette fiche a reçu {MOST_PER_STRUCTURE} signalements en une heure : l’équipe est prévenue. "
            + _LATER
        )
    if recent.count() >= MOST_IN_ALL:
        return f"L’annuaire reçoit trop de signalements en ce moment. {_LATER}"
    return ""


def remember(session: MutableMapping[str, Any]) -> None:
    """Count the report that the visitor has just sent."""
    session[KEY] = [*_sent(session), int(timezone.now().timestamp())]


def _sent(session: MutableMapping[str, Any]) -> list[int]:
    since = (timezone.now() - HOUR).timestamp()
    return [moment for moment in session.get(KEY, []) if moment > since]
