"""Activities and client references as lists of their own."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from suppliers.models import Activity, ClientReference

from .refreshing import OfStructureAdmin
from .structure_forms import ActivityForm


@admin.register(Activity)
class ActivityAdmin(OfStructureAdmin):
    form = ActivityForm
    list_display = ["structure", "position", "service_type", "sold", "zone_kind", "radius_km"]
    list_filter = ["service_type", "zone_kind"]
    ordering = ["-pk"]
    sortable_by: list[str] = []
    search_fields = ["structure__siret__startswith"]
    search_help_text = "Le début d'un SIRET."
    autocomplete_fields = ["structure", "sectors", "territories"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Activity]:
        return super().get_queryset(request).prefetch_related("sectors")

    @admin.display(description="secteurs")
    def sold(self, activity: Activity) -> str:
        return ", ".join(sector.label for sector in activity.sectors.all())


@admin.register(ClientReference)
class ClientReferenceAdmin(OfStructureAdmin):
    list_display = ["structure", "client", "subject", "year", "amount_excl_tax"]
    ordering = ["-pk"]
    sortable_by: list[str] = []
    search_fields = ["structure__siret__startswith", "client"]
    search_help_text = "Le début d'un SIRET, ou le nom d'un client."
