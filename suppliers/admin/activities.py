"""Activities and client references as lists of their own."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from suppliers.models import Activity, ClientReference

from .fields import MULTILINE
from .refreshing import OfStructureAdmin
from .structure_forms import ActivityForm


@admin.register(Activity)
class ActivityAdmin(OfStructureAdmin):
    form = ActivityForm
    formfield_overrides = MULTILINE
    list_display = ["of", "service_type", "sold", "zone"]
    list_filter = ["service_type", "zone_kind"]
    ordering = ["-pk"]
    sortable_by = ()
    search_fields = ["structure__siret__startswith"]
    search_help_text = "Un SIRET ou son début ; ou des mots du nom de la structure, de la commune."
    autocomplete_fields = ["structure", "sectors", "territories"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Activity]:
        return super().get_queryset(request).prefetch_related("sectors")

    @admin.display(description="secteurs")
    def sold(self, activity: Activity) -> str:
        return ", ".join(sector.label for sector in activity.sectors.all())

    @admin.display(description="zone d’intervention", ordering="zone_kind")
    def zone(self, activity: Activity) -> str:
        if activity.radius_km:
            return f"{activity.radius_km} km autour de la structure"
        return activity.get_zone_kind_display()


@admin.register(ClientReference)
class ClientReferenceAdmin(OfStructureAdmin):
    list_display = ["of", "client", "subject", "year", "amount_excl_tax"]
    ordering = ["-pk"]
    sortable_by = ()
    search_fields = ["structure__siret__startswith", "client"]
    search_help_text = "Un SIRET ou son début ; des mots du nom de la structure ; ou le nom d’un client."
