"""Which establishments a certificate reaches, and which sister establishment would answer better."""

from collections.abc import Collection, Iterable, Sequence

from suppliers.procurement.answers import Answer
from suppliers.procurement.certificates import Certificate
from suppliers.procurement.eligibility import Assessment, assess
from suppliers.procurement.facts import StructureFacts
from suppliers.procurement.lots import Lot


def reaches(
    certificate_scope: str,
    certificate_siret: str,
    certificate_siren: str,
    structure_siret: str,
    structure_siren: str,
) -> bool:
    """Whether a certificate counts for an establishment.

    Scope `siret` (SIAE, EA, ESAT…) does not spread to sisters; scope `siren` (ESUS, ESS status, GEIQ…)
    applies to the whole legal unit. A missing number matches nothing.
    """
    if certificate_scope == "siren":
        return bool(structure_siren) and certificate_siren == structure_siren
    return bool(structure_siret) and certificate_siret == structure_siret


def better_placed_sisters(
    structure: StructureFacts,
    own: Assessment,
    sisters: Iterable[tuple[StructureFacts, Sequence[Certificate]]],
    lot: Lot,
    *,
    listed_cpv: Collection[str],
    listing_window_months: int,
) -> list[str]:
    """SIRET numbers of the same legal unit to propose instead: open to the lot and better answered, in order.

    The ESAT of a large association is one SIRET among thirty, and rarely the head office one looked for.
    """
    found = []
    for sister, certificates in sisters:
        if not structure.siren or sister.siren != structure.siren or sister.siret == structure.siret:
            continue
        assessment = assess(
            sister,
            certificates,
            lot,
            listed_cpv=listed_cpv,
            listing_window_months=listing_window_months,
        )
        answer = assessment.answer
        if answer in (Answer.ELIGIBLE, Answer.TO_CHECK) and answer.rank < own.answer.rank:
            found.append((answer.rank, sister.siret))
    return [siret for _, siret in sorted(found)]
