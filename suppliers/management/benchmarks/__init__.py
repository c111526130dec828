"""Measure the public pages and the import against the goals of the design, on databases of their own."""
