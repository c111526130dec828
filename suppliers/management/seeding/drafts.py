"""What is about to be written: one draft per structure, with all that hangs from it."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(slots=True)
class CertificationDraft:
    """A row of Certification, without its structure."""

    kind: str
    number: str = ""
    authority: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    renewal_declared: bool = False
    target_share: Decimal | None = None
    target_share_year: int | None = None
    target_share_basis: str = ""
    annex_year: int | None = None
    verification: str = "declared"
    verified_on: dt.date | None = None
    revoked_on: dt.date | None = None
    listed_on: dt.date | None = None
    proof: str = ""


@dataclass(slots=True)
class ActivityDraft:
    """A row of Activity; sectors by code, territories by primary key."""

    service_type: str
    sectors: list[str]
    zone_kind: str
    radius_km: int | None
    territory_ids: list[int]
    keywords: list[str]
    description: str


@dataclass(slots=True)
class ReferenceDraft:
    """A row of ClientReference. Amount in euros HT."""

    client: str
    subject: str
    year: int
    amount: Decimal | None


@dataclass(slots=True)
class StructureDraft:
    """A row of Structure: `columns` by name, then what belongs to it."""

    columns: dict[str, object]
    certifications: list[CertificationDraft] = field(default_factory=list)
    activities: list[ActivityDraft] = field(default_factory=list)
    references: list[ReferenceDraft] = field(default_factory=list)
