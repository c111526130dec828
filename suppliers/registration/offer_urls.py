"""The pages and buttons behind two steps: what a structure sells, and where it is."""

from django.urls import path

from . import offer_pages, suggestions

_STRUCTURE = "espace/structures/<int:pk>/"
_OFFER = f"{_STRUCTURE}offre/"
_ACTIVITY = f"{_OFFER}<int:activity>/"
OFFER_AND_PLACE = [
    path(f"{_OFFER}ajouter/", offer_pages.activity, name="activity-new"),
    path(f"{_OFFER}secteurs.json", suggestions.sectors, name="sectors"),
    path(f"{_OFFER}territoires.json", suggestions.territories, name="territories"),
    path(_ACTIVITY, offer_pages.activity, name="activity"),
    path(f"{_ACTIVITY}deplacer/", offer_pages.move, name="activity-move"),
    path(f"{_ACTIVITY}retirer/", offer_pages.remove, name="activity-remove"),
    path(f"{_ACTIVITY}photos/", offer_pages.photos, name="activity-photos"),
    path(f"{_ACTIVITY}photos/<uuid:key>/retirer/", offer_pages.photo_remove, name="photo-remove"),
    path(f"{_STRUCTURE}lieu/adresses.json", suggestions.addresses, name="addresses"),
]
