"""Write places and what contains them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection

from suppliers.models import Territory

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
    missing = [
        link(from_territory_id=child, to_territory_id=parent)
        for child, parent in sorted(wanted - present.keys())
    ]
    if stale:
        link.objects.filter(pk__in=stale).delete()
    link.objects.bulk_create(missing, batch_size=5000)
    return len(stale) + len(missing)
