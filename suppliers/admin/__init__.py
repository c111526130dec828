"""Django's admin, one file per aggregate. Doors, no rules: what changes also changes the directory."""

from django.contrib import admin

from . import (  # noqa: F401  each registers its models
    accounts,
    activities,
    certifications,
    directory,
    error_reports,
    imports,
    logbook,
    references,
    sectors,
    structures,
    territories,
)

admin.site.site_header = "Atlas de l'ESS — administration"
admin.site.site_title = "Atlas de l'ESS"
admin.site.empty_value_display = "—"
