"""Who may ask for each address of the sourcing workspace, part by part."""

from __future__ import annotations

from typing import Any

from tests.permission_policies import Row
from tests.permission_world import World


def need(world: World) -> dict[str, Any]:
    return {"pk": world.need.pk}


def shortlist(world: World) -> dict[str, Any]:
    return {"pk": world.shortlist.pk}


def organisation(world: World) -> dict[str, Any]:
    return {"pk": world.organisation.pk}


# What belongs to the buyer's organisation: its members open it, a visitor is asked to sign in, others find
# nothing there (BUYERS).
NEEDS: dict[str, Row] = {}

SHORTLISTS: dict[str, Row] = {}

CONSORTIUM: dict[str, Row] = {}

EXCHANGES: dict[str, Row] = {}

RECORDS: dict[str, Row] = {}

STEERING: dict[str, Row] = {}

ALERTS: dict[str, Row] = {}

SOURCING = {**NEEDS, **SHORTLISTS, **CONSORTIUM, **EXCHANGES, **RECORDS, **STEERING, **ALERTS}
