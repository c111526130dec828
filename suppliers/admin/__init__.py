"""Django's admin, one file per aggregate. Doors, no rules: what changes also changes the directory."""
