"""The whole content of a record, gathered in one place from what the need and the directory hold now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils import timezone

from suppliers.models import Need, User
from suppliers.models.shortlist import PickStatus
from suppliers.search.reference import reference
from suppliers.search.state import State
from suppliers.sourcing.exchanges.told import Told, told
from suppliers.sourcing.needs.ending import deadline_ahead
from suppliers.sourcing.needs.parts import parts_of

from .asked import asked_of
from .chosen import (
    Chosen,
    chosen_of,
    consortiums_of,
    ever_picked,
    grouped_of,
    groups_of,
    picks_of,
    set_aside_days,
    taken_out_of,
)
from .content import Added, Content, Funnel, Identity, Method
from .exchanged import Reached, enquired, reached, talks
from .freezing import frozen
from .law import law_of
from .searched import Searched, cap_of, draws_of, moment_of, search_parts, sources_of
from .sheets import Reading, sheets_of
from .standings import standings_by_group

REACHED = {PickStatus.CONTACTED, PickStatus.INTERESTED, PickStatus.QUOTED}
REPLIED = {PickStatus.INTERESTED, PickStatus.QUOTED}


@dataclass(frozen=True)
class Gathered:
    """All but its number, which is given last: the wait of two records at once is short."""

    content: Content

    def numbered(self, number: str, version: int) -> dict[str, Any]:
        """As it is frozen."""
        identity = replace(self.content.identity, number=number, version=version)
        return frozen(replace(self.content, identity=identity))


def gather(need: Need, added: Added, at: State, *, by: User | None, made_at: dt.datetime) -> Gathered:
    """Read everything once; the figures are those of the directory at `at`."""
    known, parts, due = reference(at.version), parts_of(need), deadline_ahead(need, at)
    cap = cap_of(len(parts))
    searched = search_parts(parts, known, at, need.order_drawn_on, cap)
    shortlist, chosen = chosen_of(need)
    exchanged = told(shortlist) if shortlist else Told((), ())
    groups, aside_on = consortiums_of(need), set_aside_days(shortlist)
    return Gathered(
        Content(
            identity=_identity(need, by, made_at),
            added=added,
            asked=asked_of(need, parts, known, at.today),
            method=_method(need, searched, at, cap),
            found=[one.found for one in searched],
            funnel=_funnel(searched, reached(exchanged), chosen, ever_picked(shortlist)),
            picks=picks_of(chosen, at, aside_on),
            taken_out=taken_out_of(shortlist, at),
            enquiries=enquired(exchanged),
            talks=talks(exchanged),
            groups=groups_of(groups, chosen, aside_on, standings_by_group(groups, parts, known, at)),
            law=law_of(need, parts, known, at),
            sheets=sheets_of(chosen, grouped_of(groups, chosen), Reading(known, at.today, due)),
        )
    )


def _identity(need: Need, by: User | None, made_at: dt.datetime) -> Identity:
    name = (by.get_full_name() or by.email or by.get_username()) if by else ""
    made = moment_of(made_at)
    return Identity("", 0, made, name, need.title, settings.SITE_NAME, settings.SITE_URL)


def _method(need: Need, searched: Sequence[Searched], at: State, cap: int) -> Method:
    due = deadline_ahead(need, at)
    read_on = timezone.localdate(at.changed_at) if at.changed_at else at.today
    return Method(
        at.version,
        at.today.isoformat(),
        read_on.isoformat(),
        at.today.isoformat(),
        due.isoformat() if due else "",
        cap,
        sources_of(searched),
        [one.method for one in searched],
        draws_of(need),
    )


def _funnel(
    searched: Sequence[Searched], by_letter: Reached, chosen: Sequence[Chosen], picked: frozenset[int]
) -> Funnel:
    """`picked`: the structures that have been in the shortlist, taken out since or not."""
    items, found = [one.item for one in chosen], {key for one in searched for key in one.ids}
    kept = [item for item in items if item.status != PickStatus.SET_ASIDE]
    return Funnel(
        len(found),
        len(items),
        sum(item.status in REACHED or item.structure_id in by_letter.contacted for item in items),
        sum(item.status in REPLIED or item.structure_id in by_letter.answered for item in items),
        len(items) - len(kept),
        len(found - picked),
        sum(bool(item.reason) for item in kept),
    )
