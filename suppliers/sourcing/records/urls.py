"""Addresses of the sourcing records."""

from django.urls import path

from . import check_views, views

urlpatterns = [
    path("besoins/verifier/", check_views.check, name="record-check"),
    path("besoins/dossiers/", views.kept, name="records-kept"),
    path("besoins/dossiers/<int:record>/", views.printed, name="record"),
    path("besoins/dossiers/<int:record>/<slug:kind>/", views.download, name="record-download"),
    path("besoins/<int:pk>/dossier/", views.of_need, name="records"),
    path("besoins/<int:pk>/dossier/<int:record>/", views.of_need_printed, name="record-of-need"),
]
