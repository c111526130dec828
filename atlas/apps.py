from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate


class AtlasConfig(AppConfig):
    name = "atlas"

    def ready(self) -> None:
        import atlas.checks  # noqa: F401  registers what `manage.py migrate` verifies first

        # Of the tables, since this application has none and `migrate` says nothing of it.
        post_migrate.connect(make_cache_table, sender=apps.get_app_config("suppliers"))


def make_cache_table(**_: Any) -> None:
    """Where the cache is in the database, its table comes with the others; nothing when it is there."""
    call_command("createcachetable", verbosity=0)
