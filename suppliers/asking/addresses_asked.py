"""Addresses offered to somebody, at the pace of a person: a question here may be one to a public service."""

from __future__ import annotations

from allauth.core.internal import ratelimit  # the public one counts no GET
from django.http import HttpRequest

from suppliers.geocoding import Candidates, candidates

# An address is some twenty questions, a key at a time; a whole town hall has one address of the network.
RATES = {"addresses": "90/m/user,900/h/user", "addresses-visitors": "180/m/ip,1800/h/ip"}
TOO_MANY = (
    "Vous avez cherché beaucoup d’adresses à la suite : les suggestions reviennent dans une minute, ou une "
    "heure au plus. D’ici là, écrivez l’adresse et enregistrez : le point sera placé de la même façon."
)


def addresses_for(request: HttpRequest, typed: str) -> tuple[Candidates, str]:
    """What may be chosen, and in French why there is nothing when too much was asked."""
    action = "addresses" if request.user.is_authenticated else "addresses-visitors"
    is_allowed = ratelimit.consume(
        request, app="suppliers.asking", action=action, config=RATES, limit_get=True
    )
    return (candidates(typed), "") if is_allowed else (Candidates(), TOO_MANY)
