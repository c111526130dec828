"""What is known of a structure, apart from its certificates."""

from dataclasses import dataclass
from typing import Literal

EssRule = Literal["de_droit", "a_verifier", "exclu"]


@dataclass(frozen=True)
class StructureFacts:
    """One establishment and its legal unit.

    `legal_category` is the 4-digit INSEE code and `ess_rule` what that form says of ESS membership;
    `sirene_ess` is "O", "N" or empty, and empty means unknown; `admin_state` is "A" (open) or "F" (closed).
    """

    siret: str
    siren: str
    legal_category: str
    ess_rule: EssRule
    sirene_ess: str = ""
    rcs_ess_mention: bool | None = None
    admin_state: str = "A"
    is_public_body: bool = False

    @property
    def is_closed(self) -> bool:
        return self.admin_state == "F"
