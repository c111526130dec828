"""What has changed since a structure was picked, from its two cards of the directory."""

from __future__ import annotations

from typing import Any

from suppliers.procurement.certificates import State as CertificateState

LEFT = "N’est plus dans l’annuaire."
CLOSED = "Établissement fermé d’après SIRENE depuis le choix."


def changes_since(known: dict[str, Any], card: dict[str, Any] | None) -> list[str]:
    """Sentences, none when nothing that matters has changed. `card`: None once it has left the directory."""
    if card is None:
        return [LEFT]
    said = [CLOSED] if card.get("closed") and not known.get("closed") else []
    if "certifications" not in known:
        return said
    before, now = _valid(known), _valid(card)
    lost = [f"{name} : n’est plus valable ou vérifiée." for kind, name in before.items() if kind not in now]
    won = [f"{name} : vérifiée depuis le choix." for kind, name in now.items() if kind not in before]
    return [*said, *lost, *won]


def _valid(card: dict[str, Any]) -> dict[str, str]:
    held = card.get("certifications") or []
    return {one["kind"]: one["short_label"] for one in held if one["state"] == CertificateState.VALID}
