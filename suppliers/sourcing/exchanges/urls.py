"""Addresses of this part of the room."""

from django.urls import path

from . import answer_views, enquiry_views, exchange_views, views

_HERE = "selection/<int:pk>/echanges/"
_ENQUIRY = f"{_HERE}demandes/<int:enquiry>/"
urlpatterns = [
    path("besoins/<int:pk>/echanges/", views.of_need, name="need-exchanges"),
    path(_HERE, views.of_shortlist, name="exchanges"),
    path(f"{_HERE}echanges.csv", views.as_csv, name="exchanges-csv"),
    path(f"{_HERE}demandes/nouvelle/", enquiry_views.new, name="enquiry-new"),
    path(_ENQUIRY, enquiry_views.show, name="enquiry"),
    path(f"{_ENQUIRY}modifier/", enquiry_views.edit, name="enquiry-edit"),
    path(f"{_ENQUIRY}figer/", enquiry_views.freeze, name="enquiry-freeze"),
    path(f"{_ENQUIRY}envoyer/", enquiry_views.send, name="enquiry-send"),
    path(f"{_ENQUIRY}ajouter/", enquiry_views.add, name="enquiry-add"),
    path(f"{_ENQUIRY}supprimer/", enquiry_views.delete, name="enquiry-delete"),
    path(f"{_ENQUIRY}<int:recipient>/envoyee/", enquiry_views.sent, name="enquiry-sent"),
    path(f"{_ENQUIRY}<int:recipient>/reponse/", answer_views.note, name="enquiry-note"),
    path(f"{_HERE}noter/", exchange_views.new, name="exchange-new"),
    path(f"{_HERE}notes/<int:exchange>/", exchange_views.edit, name="exchange-edit"),
    path(f"{_HERE}notes/<int:exchange>/supprimer/", exchange_views.delete, name="exchange-delete"),
    path("reponse/<str:token>/", answer_views.answer, name="answer"),
]
