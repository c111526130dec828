"""Pure rules of reserved public contracts: no models, no I/O, no Django.

The state of the law is the one of 23 November 2026. The rules inform a sourcing; admission stays with the buyer.
"""
