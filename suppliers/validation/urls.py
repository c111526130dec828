from django.urls import path

from . import bulk_views, item_views, queue_views

app_name = "validation"
urlpatterns = [
    path("", queue_views.queue, name="queue"),
    path("lot/", bulk_views.bulk, name="bulk"),
    path("<int:pk>/", item_views.item, name="item"),
    path("<int:pk>/decider/", item_views.decision, name="decide"),
    path("<int:pk>/suivi/", item_views.follow, name="follow"),
    path("<int:pk>/annuler/<int:event>/", item_views.take_back, name="undo"),
]
