from django.contrib import admin

from suppliers.models import Territory

from .read_only import ReadOnlyAdmin


@admin.register(Territory)
class TerritoryAdmin(ReadOnlyAdmin):
    """Loaded by `load_reference` and `load_territories`, from official files."""

    list_display = ["name", "code", "kind", "postal_codes", "population", "heir"]
    list_filter = ["kind"]
    list_select_related = ["merged_into"]
    ordering = ["name_key", "code"]
    sortable_by = ["name", "code"]
    search_fields = ["name_key__startswith", "code__startswith", "postal_codes__icontains"]
    search_help_text = "Le début d’un nom, un code INSEE ou un code postal."
    autocomplete_fields = ["parents", "merged_into"]

    @admin.display(description="fusionnée dans")
    def heir(self, territory: Territory) -> str | None:
        return str(territory.merged_into) if territory.merged_into else None
