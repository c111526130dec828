"""Where a structure is once somebody has changed its address: as an import says it, until it is geocoded."""

from __future__ import annotations

from suppliers.models import Territory
from suppliers.territories.find import commune_at, departement_of
from suppliers.territories.gazetteer import heir

from .addresses import Address


def has_moved(before: Address, after: Address) -> bool:
    """Whether the address is another one. Capitals alone change nothing."""
    return before.address.casefold() != after.address.casefold() or is_elsewhere(before, after)


def territory_after(before: Address, after: Address) -> Territory | None:
    """The commune of the new city line, or else the département of its postal code.

    In the same city and postal code, the territory we had: it may be finer than they tell.
    """
    if not is_elsewhere(before, after):
        return before.territory
    return commune_at(after.city, after.postal_code) or departement_of(after.postal_code)


def commune_denied(address: Address) -> Territory | None:
    """The commune of the city line, when the territory is another one; None when the two agree.

    A wider place that holds the commune agrees with it, and so does an arrondissement of it.
    """
    commune = commune_at(address.city, address.postal_code)
    if commune is None or address.territory is None:
        return None
    chosen = heir(address.territory)
    agree = chosen.pk in commune.ancestor_ids or commune.pk in chosen.ancestor_ids
    return None if agree else commune


def is_elsewhere(before: Address, after: Address) -> bool:
    """Whether the city line is another one."""
    line = before.city.casefold(), before.postal_code
    return line != (after.city.casefold(), after.postal_code)
