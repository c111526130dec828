from django.apps import AppConfig


class AtlasConfig(AppConfig):
    name = "atlas"

    def ready(self) -> None:
        import atlas.checks  # noqa: F401  registers what `manage.py migrate` verifies first
