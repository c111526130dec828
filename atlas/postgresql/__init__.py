"""The engine of DATABASES: Django's own, that asks its server less often whether it is there."""
