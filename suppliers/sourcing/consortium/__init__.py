"""Groups of structures that together cover a need."""
