"""Pure rules of reserved public contracts: no models, no I/O, no Django.

State of the law on 23 November 2026. The rules inform a sourcing; admission stays with the buyer.
"""
