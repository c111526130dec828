"""Reference tables, filled by `load_reference` from `fixtures/`."""

from django.contrib import admin

from suppliers.models import EmployeeBand, LegalForm

from .read_only import ReadOnlyAdmin


@admin.register(LegalForm)
class LegalFormAdmin(ReadOnlyAdmin):
    list_display = ["code", "label", "family", "ess_rule"]
    list_filter = ["ess_rule", "family"]
    search_fields = ["code__startswith", "label"]


@admin.register(EmployeeBand)
class EmployeeBandAdmin(ReadOnlyAdmin):
    list_display = ["number", "code", "label", "minimum", "maximum"]
    list_display_links = ["label"]
