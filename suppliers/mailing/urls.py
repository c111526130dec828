"""Letters: stopped, chosen, and those of a demonstration."""

from django.urls import path

from . import demo_views, views

app_name = "mailing"
urlpatterns = [
    path("courriels/arreter/<str:token>/", views.stop, name="stop"),
    path("espace/courriels/", views.preferences, name="preferences"),
    path("demo/courriels/", demo_views.outbox, name="demo-outbox"),
    path("demo/courriels/<int:pk>/", demo_views.letter, name="demo-email"),
    path("demo/courriels/<int:pk>/html/", demo_views.letter_html, name="demo-email-html"),
]
