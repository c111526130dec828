"""A structure as lists show it, in French words: for the public site, and for its own members."""
