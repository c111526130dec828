from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from suppliers.models import Territory
from suppliers.territories.names import name_key

from .read_only import ReadOnlyAdmin


@admin.register(Territory)
class TerritoryAdmin(ReadOnlyAdmin):
    """Loaded by `load_reference` and `load_territories`, from official files."""

    list_display = ["name", "code", "kind", "postal_codes", "population", "heir"]
    list_filter = ["kind"]
    list_select_related = ["merged_into"]
    ordering = ["name_key", "code"]
    sortable_by = ["name", "code"]
    search_fields = ["name_key__startswith", "code__istartswith", "postal_codes__icontains"]
    search_help_text = "Le début d’un nom, un code INSEE ou un code postal."
    autocomplete_fields = ["parents", "merged_into"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Territory], search_term: str
    ) -> tuple[QuerySet[Territory], bool]:
        """By the key of the name, as one text: « Saint-Denis » is « st denis »."""
        key = name_key(search_term)
        return super().get_search_results(request, queryset, f'"{key}"' if key else search_term)

    @admin.display(description="fusionnée dans")
    def heir(self, territory: Territory) -> str | None:
        return str(territory.merged_into) if territory.merged_into else None
