"""What a visitor leaves for thirty days is forgotten."""

from __future__ import annotations

import datetime as dt

from suppliers.models import Workspace


def forget_visitors(today: dt.date) -> int:
    """Delete the workspaces of visitors who have not come back in time; returns how many."""
    return Workspace.objects.forgotten(today).delete()[1].get("suppliers.Workspace", 0)
