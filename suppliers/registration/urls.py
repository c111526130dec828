from django.urls import path

from . import confirm_views

app_name = "registration"
urlpatterns = [
    path("confirmer/<str:token>/", confirm_views.confirm, name="confirm"),
]
