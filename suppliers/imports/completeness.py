"""Whether a list seems cut short: once flagged, what has left is not put back by an older list."""

from __future__ import annotations

from suppliers.models import ImportRun

_FEW = 20  # may leave without a question


def incomplete_reason(run: ImportRun) -> str:
    """Why a list looks incomplete, as a French sentence; "" when no more structures leave than stay."""
    stay = run.updated + run.unchanged
    if run.left <= max(_FEW, stay):
        return ""
    return (
        f"{run.left} structures sortiraient de la liste et {stay} y resteraient : ce fichier est-il complet "
        "? S’il l’est, ajoutez --complete."
    )
