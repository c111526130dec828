"""Values of a list that only the list holds: the database refuses any other, whoever writes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import CheckConstraint, Q


def known_values(table: str, **fields: Iterable[str]) -> CheckConstraint:
    """Each of these fields has one of its values; `table` begins the constraint's name."""
    return CheckConstraint(
        name=f"{table}_values_are_known",
        condition=Q(**{f"{field}__in": list(values) for field, values in fields.items()}),
        violation_error_message="Une valeur n’est pas dans la liste de celles qui sont possibles.",
    )
