"""The tables as the law's pure rules read them."""

from __future__ import annotations

from suppliers.models import Certification, Structure
from suppliers.procurement.certificates import Certificate
from suppliers.procurement.facts import StructureFacts


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
