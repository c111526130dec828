from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class AtlasConfig(AppConfig):
    name = "atlas"
    default = True

    def ready(self) -> None:
        import atlas.checks  # noqa: F401  registers what `manage.py migrate` verifies first


class StaticFiles(StaticFilesConfig):
    # htmx's extensions, which we do not use: one names a module in a comment, and no file answers to it.
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*"]
