"""One module for each kind of item, and which is whose."""

from __future__ import annotations

from suppliers.models import ReviewKind

from ..contract import Rules
from .certifications import CertificationRules
from .changes import ChangeRules
from .claims import ClaimRules
from .duplicates import DuplicateRules
from .imports import ImportRules
from .reports import ReportRules
from .structures import StructureRules

_RULES: dict[str, Rules] = {
    ReviewKind.STRUCTURE: StructureRules(),
    ReviewKind.CLAIM: ClaimRules(),
    ReviewKind.CHANGE: ChangeRules(),
    ReviewKind.CERTIFICATION: CertificationRules(),
    ReviewKind.REPORT: ReportRules(),
    ReviewKind.IMPORT: ImportRules(),
    ReviewKind.DUPLICATE: DuplicateRules(),
}


def rules_of(kind: str) -> Rules:
    """The rules of a kind of item."""
    return _RULES[kind]
