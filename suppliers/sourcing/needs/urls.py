"""Addresses of needs, their lots, and who is proposed."""

from django.urls import path

from . import lot_views, proposal_views, suggestions, views

urlpatterns = [
    path("besoins/", views.needs, name="needs"),
    path("besoins/secteurs.json", suggestions.sectors, name="need-sectors"),
    path("besoins/lieux.json", suggestions.places, name="need-places"),
    path("besoins/<int:pk>/", views.need, name="need"),
    path("besoins/<int:pk>/modifier/", views.change, name="need-change"),
    path("besoins/<int:pk>/supprimer/", views.delete, name="need-delete"),
    path("besoins/<int:pk>/confier/", views.entrust_to, name="need-entrust"),
    path("besoins/<int:pk>/lots/ajouter/", lot_views.add, name="lot-add"),
    path("besoins/<int:pk>/lots/<int:lot>/", lot_views.change, name="lot"),
    path("besoins/<int:pk>/lots/<int:lot>/retirer/", lot_views.remove, name="lot-remove"),
    path("besoins/<int:pk>/propositions/", proposal_views.proposed, name="proposals"),
    path("besoins/<int:pk>/propositions/ajouter/", proposal_views.pick, name="proposals-pick"),
    path("besoins/<int:pk>/propositions/ordre/", proposal_views.order, name="proposals-order"),
]
