"""Addresses of the public directory: permalinks, so keep them stable."""

from django.conf import settings
from django.urls import path

from . import feeds, pages, places, preview_views, structure_views, views

app_name = "directory"
urlpatterns = [
    path("", views.home, name="home"),
    path("annuaire/", views.structure_list, name="list"),
    path("annuaire/carte.json", feeds.map_cells, name="map-cells"),
    path("annuaire/suggestions.json", feeds.suggestions, name="suggestions"),
    path("annuaire/lieux.json", places.places, name="places"),
    path("annuaire/contours.json", places.outlines, name="outlines"),
    path("structures/<str:key>/signaler/", structure_views.report, name="report"),
    path("structures/<str:key>/", structure_views.structure, name="structure-by-key"),
    path("structures/<str:key>/<str:slug>/", structure_views.structure, name="structure"),
    path("espace/structures/<int:pk>/fiche/", preview_views.preview, name="preview"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("mentions-legales/", pages.legal, name="legal"),
]
if settings.DEBUG:
    urlpatterns += [path("style/", pages.style, name="style")]
