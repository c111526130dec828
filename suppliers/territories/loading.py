"""Write places and what contains them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Q

from suppliers.models import Territory
from suppliers.models.copying import copy_rows

from .communes_file import ListedCommune
from .gazetteer import departement_code_of_commune
from .names import name_key
from .upsert import Counts, upsert

# A place, what contains it, and so on up to the country. UNION, not UNION ALL: the métropole and the
# département of a commune meet again at the région.
_REBUILD = """
WITH RECURSIVE upward(id, ancestor) AS (
  SELECT id, id FROM suppliers_territory
  UNION
  SELECT upward.id, link.to_territory_id
    FROM upward JOIN suppliers_territory_parents link ON link.from_territory_id = upward.ancestor
),
gathered AS (SELECT id, array_agg(ancestor ORDER BY ancestor) AS ancestors FROM upward GROUP BY id)
UPDATE suppliers_territory place SET ancestor_ids = gathered.ancestors
  FROM gathered
 WHERE gathered.id = place.id AND place.ancestor_ids IS DISTINCT FROM gathered.ancestors
"""


def rebuild_ancestors() -> int:
    """Recompute `ancestor_ids` (the place itself included) from the parents; returns how many changed."""
    with connection.cursor() as cursor:
        cursor.execute(_REBUILD)
        return int(cursor.rowcount)


def set_parents(parents_of: Mapping[str, Iterable[str]]) -> int:
    """Give each place (by its code) exactly these parents (by theirs); returns how many links changed.

    Raises KeyError for a code that is not a place. Call `rebuild_ancestors` after.
    """
    wanted_codes = {*parents_of, *(code for codes in parents_of.values() for code in codes)}
    ids = dict(Territory.objects.filter(code__in=wanted_codes).values_list("code", "pk"))
    wanted = {(ids[child], ids[parent]) for child, codes in parents_of.items() for parent in codes}
    link = Territory.parents.through
    children = [ids[code] for code in parents_of]
    rows = link.objects.filter(from_territory_id__in=children)
    present = {(row.from_territory_id, row.to_territory_id): row.pk for row in rows}
    stale = [pk for pair, pk in present.items() if pair not in wanted]
    missing = sorted(wanted - present.keys())
    if stale:
        link.objects.filter(pk__in=stale).delete()
    copy_rows(link, ("from_territory_id", "to_territory_id"), missing)
    return len(stale) + len(missing)


def load_communes(communes: Sequence[ListedCommune]) -> Counts:
    """Create or update these places, within their département (or France: overseas collectivities have none).

    Those of the metropolis and merged communes are left as they are: `fixtures/` says more of them than the
    national list, which knows neither territories nor mergers. Call `rebuild_ancestors` after the last batch.
    """
    kept = set(_kept_by_fixtures([commune.code for commune in communes]))
    rows = [commune for commune in communes if commune.code not in kept]
    counts = upsert(Territory, "code", [_row(commune) for commune in rows])
    wider = {code for commune in rows for code in _wider_codes(commune)}
    known = set(Territory.objects.filter(code__in=wider).values_list("code", flat=True))
    set_parents(
        {commune.code: [next(code for code in _wider_codes(commune) if code in known)] for commune in rows}
    )
    return counts + Counts(unchanged=len(kept))


def _kept_by_fixtures(codes: Sequence[str]) -> Iterable[str]:
    in_metropolis = Q(parents__kind=Territory.Kind.EPT) | Q(parents__parents__kind=Territory.Kind.EPT)
    kept = Territory.objects.filter(in_metropolis | Q(merged_into__isnull=False), code__in=codes)
    return kept.values_list("code", flat=True)


def _row(commune: ListedCommune) -> dict[str, Any]:
    kinds = Territory.Kind
    return {
        "code": commune.code,
        "kind": kinds.ARRONDISSEMENT if commune.commune_code else kinds.COMMUNE,
        "name": commune.name,
        "name_key": name_key(commune.name),
        "postal_codes": commune.postal_codes,
        "latitude": commune.latitude,
        "longitude": commune.longitude,
        "population": commune.population,
    }


def _wider_codes(commune: ListedCommune) -> list[str]:
    """Codes of what may contain it, the narrowest first."""
    departement = departement_code_of_commune(commune.code)
    return [code for code in (commune.commune_code, departement, "FR") if code]
