from django.urls import path

from . import confirm_views, step_pages

app_name = "registration"
urlpatterns = [
    path("confirmer/<str:token>/", confirm_views.confirm, name="confirm"),
    path("espace/structures/<int:pk>/<slug:step>/", step_pages.step, name="step"),
]
