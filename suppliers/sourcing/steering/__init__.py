"""A buyer organisation: the outcome of its needs, its spending, its indicators."""
