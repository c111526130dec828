"""Addresses of this part of the room."""

from django.urls import path

from . import compare_views, csv_views, item_views, keeping_views, share_views, views

urlpatterns = [
    path("selection/", views.selection, name="selection"),
    path("selection/toutes/", keeping_views.every, name="shortlists"),
    path("selection/creer/", keeping_views.create, name="shortlist-create"),
    path("selection/partagee/<str:token>/", share_views.shared, name="shortlist-shared"),
    path("selection/<int:pk>/", views.shortlist, name="shortlist"),
    path("selection/<int:pk>/remplir/", keeping_views.fill, name="shortlist-fill"),
    path("selection/<int:pk>/reglages/", keeping_views.settings, name="shortlist-settings"),
    path("selection/<int:pk>/confier/", keeping_views.entrust, name="shortlist-entrust"),
    path("selection/<int:pk>/supprimer/", keeping_views.delete, name="shortlist-delete"),
    path("selection/<int:pk>/ordre/", item_views.order, name="shortlist-order"),
    path("selection/<int:pk>/fiches/<int:item>/", item_views.item, name="shortlist-item"),
    path("selection/<int:pk>/comparer/", compare_views.compare, name="shortlist-compare"),
    path("selection/<int:pk>/partager/", share_views.share, name="shortlist-share"),
    path(
        "selection/<int:pk>/partager/<int:link>/annuler/", share_views.revoke, name="shortlist-share-revoke"
    ),
    path("selection/<int:pk>/selection.csv", csv_views.table, name="shortlist-csv"),
    path("besoins/<int:pk>/selection/", keeping_views.of_need, name="need-shortlist"),
]
