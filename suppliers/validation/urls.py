from django.urls import path

from . import bulk_views, figures_views, item_views, log_views, lot_views, merge_views, queue_views

app_name = "validation"
urlpatterns = [
    path("", queue_views.queue, name="queue"),
    path("lot/", bulk_views.bulk, name="bulk"),
    path("lot/tous/", lot_views.whole, name="lot-whole"),
    path("lot/<uuid:number>/", lot_views.lot, name="lot"),
    path("lot/<uuid:number>/annuler/", lot_views.take_back, name="lot-undo"),
    path("<int:pk>/", item_views.item, name="item"),
    path("<int:pk>/decider/", item_views.decision, name="decide"),
    path("<int:pk>/suivi/", item_views.follow, name="follow"),
    path("<int:pk>/annuler/<int:event>/", item_views.take_back, name="undo"),
    path("<int:pk>/comparer/", item_views.compare, name="compare"),
    path("<int:pk>/fusionner/", merge_views.merge, name="merge"),
    path("<int:pk>/pas-des-doublons/", merge_views.not_duplicates, name="not-duplicates"),
    path("journal/", log_views.log, name="log"),
    path("journal.csv", log_views.log_csv, name="log-csv"),
    path("chiffres/", figures_views.figures, name="figures"),
    path("chiffres/<slug:table>.csv", figures_views.figures_csv, name="figures-csv"),
]
