"""What somebody had on the screen when they decided."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

# All that a profile shows: its row, and the rows that belong to it.
_DIGESTS = """
SELECT s.id, md5(concat_ws(E'\\n', s::text,
         (SELECT string_agg(c::text, E'\\n' ORDER BY c.id)
            FROM suppliers_certification c WHERE c.structure_id = s.id),
         (SELECT string_agg(r::text, E'\\n' ORDER BY r.id)
            FROM suppliers_clientreference r WHERE r.structure_id = s.id),
         (SELECT string_agg(p::text, E'\\n' ORDER BY p.id)
            FROM suppliers_contactperson p WHERE p.structure_id = s.id),
         (SELECT string_agg(concat_ws(' ', o.id, o.uuid, o.description), E'\\n' ORDER BY o.id)
            FROM suppliers_photo o WHERE o.structure_id = s.id),
         (SELECT string_agg(concat_ws(' ', a::text,
                   (SELECT array_agg(x.sector_id ORDER BY x.sector_id)
                      FROM suppliers_activity_sectors x WHERE x.activity_id = a.id)::text,
                   (SELECT array_agg(x.territory_id ORDER BY x.territory_id)
                      FROM suppliers_activity_territories x WHERE x.activity_id = a.id)::text),
                 E'\\n' ORDER BY a.id)
            FROM suppliers_activity a WHERE a.structure_id = s.id)))
  FROM suppliers_structure s WHERE s.id = ANY(%s)
"""


def digest_of(structure_id: int) -> str:
    """A text that differs when anything shown of a structure does; empty when it is there no more."""
    return digests_of([structure_id]).get(structure_id, "")


def digests_of(structure_ids: Iterable[int]) -> dict[int, str]:
    """The same of several, from one question."""
    with connection.cursor() as cursor:
        cursor.execute(_DIGESTS, [list(structure_ids)])
        return dict(cursor.fetchall())
