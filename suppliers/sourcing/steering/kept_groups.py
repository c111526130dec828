"""The groups a buyer has kept for a need, offered as those it may have been awarded to."""

from __future__ import annotations

from typing import Any

from suppliers.models import AwardOutcome, Consortium, ConsortiumMember, GroupForm, Need
from suppliers.sourcing.needs.parts import WHOLE

from .group_fields import initial_of_members


def kept_groups(need: Need, number: int) -> list[Consortium]:
    """Those with a member who answers this part of the need."""
    found = need.consortiums.prefetch_related("members")
    return [group for group in found if members_for(group, number)]


def members_for(group: Consortium, number: int) -> list[ConsortiumMember]:
    """Who answers a part of the need, the mandataire first; all of them for the whole."""
    members = list(group.members.all())
    return [one for one in members if number == WHOLE or not one.lot_numbers or number in one.lot_numbers]


def initial_of_group(group: Consortium, number: int) -> dict[str, Any]:
    """What its members put in the form of an outcome; who leads, if nobody was told to, is to be checked."""
    lead, *others = members_for(group, number)
    form = (group.form or GroupForm.NONE) if others else GroupForm.NONE
    holder = {"outcome": AwardOutcome.AWARDED, "holder_siret": lead.siret, "holder_name": lead.name}
    return {**holder, "group_form": form, **initial_of_members(others)}
