"""Whether the members of each kept group may bid on the reserved lots: what the page of the group says."""

from __future__ import annotations

from collections.abc import Sequence

from suppliers.models import Consortium
from suppliers.search.reference import Reference
from suppliers.search.state import State
from suppliers.showing.standing import read
from suppliers.sourcing.consortium.eligibility import GroupStanding, is_reserved, standings_of
from suppliers.sourcing.needs.parts import Part

from .shortlist_content import Standing


def standings_by_group(
    groups: Sequence[Consortium], parts: Sequence[Part], known: Reference, at: State
) -> dict[int, list[Standing]]:
    """By the key of each group, read once for all of them; nothing where no part is to be reserved."""
    rows = {group.pk: list(group.members.all()) for group in groups}
    if not groups or not any(is_reserved(part) for part in parts):
        return {}
    held = read(row.structure_id for members in rows.values() for row in members if row.structure_id)
    return {
        key: [_frozen(one) for one in standings_of(parts, members, held, known, at)]
        for key, members in rows.items()
    }


def _frozen(one: GroupStanding) -> Standing:
    told = [(member.name, member.said) for member in one.members]
    return Standing(one.part.name, one.articles, one.together.said, told, one.warning)
