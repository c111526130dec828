"""The tables as the law's pure rules read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from suppliers.models import Certification, Structure
from suppliers.models.certification import REACHING
from suppliers.models.keys import array_of
from suppliers.procurement.certificates import Certificate
from suppliers.procurement.facts import StructureFacts

CERTIFICATES = f"""
SELECT c.*, s.id AS reached_id
  FROM suppliers_structure s, LATERAL ({REACHING}) c
 WHERE s.id = ANY(%s::bigint[])
"""  # noqa: S608  our own text


@dataclass(frozen=True)
class Known:
    """What the rules need to know of some structures, read at once."""

    structures: Mapping[int, Structure]
    certificates: Mapping[int, Sequence[Certification]]


def read(structure_ids: Iterable[int]) -> Known:
    """Two queries, however many."""
    ids = list(dict.fromkeys(structure_ids))
    structures = Structure.objects.select_related("legal_form").in_bulk(ids) if ids else {}
    held: dict[int, list[Certification]] = {}
    if ids:
        for row in Certification.objects.raw(CERTIFICATES, [array_of(ids)]):
            held.setdefault(row.reached_id, []).append(row)  # type: ignore[attr-defined]
    return Known(structures, held)


def facts_of(structure: Structure) -> StructureFacts:
    """What the rules need to know of a structure; without a legal form, membership is to be checked."""
    form = structure.legal_form
    return StructureFacts(
        siret=structure.siret or "",
        siren=structure.siren or "",
        legal_category=form.code if form else "",
        ess_rule=form.ess_rule if form else "a_verifier",  # type: ignore[arg-type]
        sirene_ess=structure.sirene_ess,
        rcs_ess_mention=structure.rcs_ess_mention,
        admin_state=structure.admin_state,
        is_public_body=structure.is_public_body,
    )


def certificate_of(row: Certification) -> Certificate:
    """A row as the rules read it."""
    return Certificate(
        kind=row.kind_id,
        scope=row.scope,  # type: ignore[arg-type]
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        verification=row.verification,
        verified_on=row.verified_on,
        revoked_on=row.revoked_on,
        target_share=row.target_share,
        annex_year=row.annex_year,
        listed_on=row.listed_on,
        renewal_declared=row.renewal_declared,
    )
