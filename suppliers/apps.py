from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig


class SuppliersConfig(AppConfig):
    default = True  # of the two in this file
    name = "suppliers"
    verbose_name = "Fournisseurs de l’ESS"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import suppliers.admin.registered
        import suppliers.validation.noticing
        import suppliers.workspace.adopting  # noqa: F401  both listen: to what is handed in, to who signs in


class AdminConfig(SimpleAdminConfig):
    """Django's admin, with our home page; no autodiscovery: leaflet.admin wants GDAL."""

    default_site = "suppliers.admin.site.AtlasAdminSite"
