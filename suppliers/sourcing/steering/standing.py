"""What the directory knows of those a buyer has paid: their facts, certificates, family and territory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection

from suppliers.models import Certification, Structure
from suppliers.models.certification import REACHING
from suppliers.models.keys import array_of
from suppliers.models.plain_sql import objects_in
from suppliers.models.structure import Family
from suppliers.procurement.certificates import SIREN_KINDS, Certificate, State, state_at
from suppliers.procurement.facts import StructureFacts
from suppliers.procurement.flags import Flags, flags_at
from suppliers.showing.merged import heirs_of
from suppliers.showing.standing import certificate_of

# Each structure with the certificates that reach it, what its legal form says, and its territory (EPT).
_KNOWN = f"""
SELECT s.id, COALESCE(s.siret, ''), COALESCE(s.siren, ''), COALESCE(NULLIF(s.brand, ''), s.name),
       COALESCE(f.code, ''), COALESCE(f.ess_rule, 'a_verifier'), COALESCE(f.family, ''),
       s.sirene_ess, s.rcs_ess_mention, s.admin_state, s.is_public_body,
       (SELECT e.name FROM suppliers_territory t JOIN suppliers_territory e ON e.id = ANY(t.ancestor_ids)
         WHERE t.id = s.territory_id AND e.kind = 'ept' ORDER BY e.code LIMIT 1),
       (SELECT json_agg(c)::text FROM ({REACHING}) AS c)
  FROM suppliers_structure s LEFT JOIN suppliers_legalform f ON f.code = s.legal_form_id
 WHERE s.id = ANY(%s::bigint[])
"""  # noqa: S608  our own SQL


@dataclass(frozen=True)
class Worth:
    """What a purchase counts for on a day, and the kinds of certificate that are valid then."""

    flags: Flags
    kinds: frozenset[str]


@dataclass
class Holder:
    """A structure of the directory. `ept`: the name of its territory, empty when it is in none."""

    pk: int
    name: str
    facts: StructureFacts
    family: str
    ept: str
    certificates: Sequence[Certificate]
    _worth: dict[tuple[tuple[State, ...], bool], Worth] = field(default_factory=dict)

    def worth_on(self, day: dt.date, *, unit_only: bool = False) -> Worth:
        """What a purchase of that day is worth.

        `unit_only`: all that is known is the legal unit. What belongs to an establishment alone (EA, ESAT,
        SIAE) is then not counted: another of its establishments may have been paid.
        """
        window = settings.LISTING_WINDOW_MONTHS
        held = [item for item in self.certificates if not unit_only or item.kind in SIREN_KINDS]
        # A day counts by the states it gives to certificates, and by nothing else: they seldom change.
        states = tuple(state_at(item, day, listing_window_months=window) for item in held)
        key = states, unit_only
        if key not in self._worth:
            self._worth[key] = Worth(
                flags_at(self.facts, held, day, listing_window_months=window),
                frozenset(
                    item.kind for item, state in zip(held, states, strict=True) if state is State.VALID
                ),
            )
        return self._worth[key]

    @property
    def family_if_ess(self) -> str:
        """The family it is of, once it is known to be of the ESS: without one by its form, a company."""
        return self.family or Family.COMMERCIAL


def holders(structure_ids: Iterable[int]) -> dict[int, Holder]:
    """By number of structure, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [array_of(list(structure_ids))])
        return {row[0]: _holder(*row) for row in cursor.fetchall()}


def _holder(
    pk: int,
    siret: str,
    siren: str,
    name: str,
    form: str,
    ess_rule: str,
    family: str,
    sirene_ess: str,
    rcs_ess_mention: bool | None,
    admin_state: str,
    is_public_body: bool,
    ept: str | None,
    rows: str | None,
) -> Holder:
    facts = StructureFacts(
        siret=siret,
        siren=siren,
        legal_category=form,
        ess_rule=ess_rule,  # type: ignore[arg-type]
        sirene_ess=sirene_ess,
        rcs_ess_mention=rcs_ess_mention,
        admin_state=admin_state,
        is_public_body=is_public_body,
    )
    certificates = [certificate_of(row) for row in objects_in(Certification, rows)]
    return Holder(pk, name, facts, family, ept or "", certificates)


def structure_with_siret(siret: str) -> Structure | None:
    """The one that bears this number in the directory; one that was merged leads to its heir."""
    found = Structure.objects.filter(siret=siret).first()
    if found and found.merged_into_id:
        return Structure.objects.filter(pk__in=heirs_of([found.pk]).values()).first()
    return found if found and found.status == Structure.Status.PUBLISHED else None
