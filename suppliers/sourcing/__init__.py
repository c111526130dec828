"""From a need to a record in the contract file."""
