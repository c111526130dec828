"""The sourcing record: frozen, numbered, to be kept in the contract file."""
