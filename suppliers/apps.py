from django.apps import AppConfig


class SuppliersConfig(AppConfig):
    name = "suppliers"
    verbose_name = "Fournisseurs de l'ESS"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import suppliers.admin  # noqa: F401  the admin is not autodiscovered, see INSTALLED_APPS
