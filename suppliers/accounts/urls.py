from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("nom/", views.name, name="name"),
    path("second-facteur/", views.second_factor, name="second-factor"),
]
