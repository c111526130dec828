"""What purchases take off the contribution for employing disabled workers (code du travail, art. L5212-10-1).

Deduction = 30 % × (price HT − raw materials, products, materials, subcontracting, intermediate consumption
and sales costs), capped at 50 % of the gross contribution of a buyer under half of the 6 % duty, at 75 %
otherwise (art. D5212-22). What is to be subtracted is in the supplier's yearly certificate, never in a
ledger: the price alone gives a ceiling. Public employers pay the FIPHFP, under parallel rules.
"""

from __future__ import annotations

from decimal import Decimal

RATE_PERCENT = 30
CAP_BELOW_HALF_PERCENT, CAP_PERCENT = 50, 75
HALF_OF_DUTY_PERCENT = 3  # the duty is 6 % of the staff


def deduction_ceiling(price_excl_tax: Decimal) -> Decimal:
    """The most that purchases of this price (euros HT) may take off, in euros; nothing for a credit."""
    return max(price_excl_tax, Decimal(0)) * RATE_PERCENT / 100


def cap_percent(employment_rate: Decimal) -> int:
    """The part of the gross contribution, in percent, that a buyer of this employment rate (%) may deduct."""
    return CAP_BELOW_HALF_PERCENT if employment_rate < HALF_OF_DUTY_PERCENT else CAP_PERCENT


def deduction_cap(gross_contribution: Decimal, employment_rate: Decimal) -> Decimal:
    """Of a gross contribution in euros, the most that is taken off (art. D5212-22), in euros."""
    return gross_contribution * cap_percent(employment_rate) / 100
