"""Addresses of this part of the room."""

from django.urls import URLPattern, path

from . import save_views, views

urlpatterns: list[URLPattern] = [
    path("espace/recherches/", views.searches, name="searches"),
    path("espace/recherches/enregistrer/", save_views.save_search, name="search-save"),
    path("espace/recherches/selections/", views.change_shortlist_alert, name="shortlist-alert"),
    path("espace/recherches/<int:pk>/", views.change_search, name="search-change"),
    path("espace/recherches/<int:pk>/ouvrir/", views.open_search, name="search-open"),
    path("espace/recherches/<int:pk>/supprimer/", views.delete_search, name="search-delete"),
]
