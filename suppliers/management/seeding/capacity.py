"""What a structure says it can take on, drawn apart: nothing that was drawn before it changes."""

from __future__ import annotations

from random import Random

from suppliers.management.seeding.drafts import ActivityDraft

SAYS_COCONTRACTING, IS_OPEN = 0.62, 0.72
SAYS_LARGEST_ORDER, SAYS_SITES = 0.45, 0.4
EUROS_A_HEAD = (2_500, 14_000)  # of one order, by head
USUAL_HEADCOUNT = 8  # of who does not say
HEADS_A_SITE = 5
MOST_SITES = 25


def capacity_columns(
    key: str, headcount: object, activities: list[ActivityDraft], *, always_open: bool
) -> dict[str, object]:
    """Openness to co-contracting, largest order (euros HT), sites at once; each may be unsaid.

    `key` names the structure: the same key always draws the same.
    """
    rng = Random(f"capacity {key}")  # noqa: S311  fiction, not secrets
    heads = headcount if isinstance(headcount, int) else USUAL_HEADCOUNT
    is_open = rng.random() < IS_OPEN if rng.random() < SAYS_COCONTRACTING else None
    largest = _rounded(heads * rng.uniform(*EUROS_A_HEAD))
    sites = min(rng.randint(1, max(1, heads // HEADS_A_SITE)), MOST_SITES)
    goes_out = any(activity.service_type == "prestation" for activity in activities)
    return {
        "open_to_cocontracting": True if always_open else is_open,
        "largest_order_excl_tax": largest if rng.random() < SAYS_LARGEST_ORDER else None,
        "simultaneous_sites": sites if rng.random() < SAYS_SITES and goes_out else None,
    }


def _rounded(euros: float) -> int:
    """As people say it: « 15 000 », « 250 000 »."""
    step = 1_000 if euros < 50_000 else 10_000 if euros < 500_000 else 50_000
    return max(step, round(euros / step) * step)
