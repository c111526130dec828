"""Addresses of this part of the room."""

from django.urls import path

from . import kept_views, views

_GROUP = "besoins/<int:pk>/groupements/<int:group>/"
urlpatterns = [
    path("besoins/<int:pk>/groupements/", views.consortiums, name="consortiums"),
    path("besoins/<int:pk>/groupements/garder/", views.keep, name="consortium-keep"),
    path(_GROUP, kept_views.consortium, name="consortium"),
    path(f"{_GROUP}structure/", kept_views.structure, name="consortium-structure"),
    path(f"{_GROUP}entreprise/", kept_views.company, name="consortium-company"),
    path(f"{_GROUP}membres/<int:member>/retirer/", kept_views.remove, name="consortium-remove"),
    path(f"{_GROUP}supprimer/", kept_views.delete, name="consortium-delete"),
]
