"""Addresses of this part of the room."""

from django.urls import URLPattern, path

from . import award_views, history_views, ledger_views, results_views, steering_views, target_views

_ORGANISATION = "espace/organisations/<int:pk>"
_LEDGER = f"{_ORGANISATION}/depenses/<int:ledger>"

urlpatterns: list[URLPattern] = [
    path("besoins/<int:pk>/issue/", award_views.outcome, name="need-outcome"),
    path("besoins/<int:pk>/issue/<int:number>/", award_views.part, name="need-award"),
    path("besoins/<int:pk>/issue/<int:number>/effacer/", award_views.forget, name="need-award-forget"),
    path(f"{_ORGANISATION}/pilotage/", steering_views.steering, name="steering"),
    path(f"{_ORGANISATION}/pilotage/territoire/", steering_views.territory, name="steering-territory"),
    path(f"{_ORGANISATION}/pilotage/historique/", history_views.history, name="steering-history"),
    path(f"{_ORGANISATION}/pilotage/objectifs/<int:year>/", target_views.targets, name="steering-targets"),
    path(f"{_ORGANISATION}/pilotage/indicateurs.csv", steering_views.as_csv, name="steering-csv"),
    path(f"{_ORGANISATION}/pilotage/indicateurs.xlsx", steering_views.as_workbook, name="steering-xlsx"),
    path(f"{_ORGANISATION}/depenses/", ledger_views.ledgers, name="ledgers"),
    path(f"{_LEDGER}/", ledger_views.ledger, name="ledger"),
    path(f"{_LEDGER}/avancement/", ledger_views.progress, name="ledger-progress"),
    path(f"{_LEDGER}/recommencer/", ledger_views.again, name="ledger-again"),
    path(f"{_LEDGER}/supprimer/", ledger_views.delete, name="ledger-delete"),
    path(f"{_LEDGER}/refusees.csv", results_views.refusals, name="ledger-refusals"),
    path(f"{_LEDGER}/inconnus.csv", results_views.unknown, name="ledger-unknown"),
    path(f"{_LEDGER}/resultats.xlsx", results_views.workbook, name="ledger-results"),
]
