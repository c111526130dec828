from django.urls import include, path

from . import keeping, views

app_name = "accounts"
urlpatterns = [
    path("espace/", views.home, name="home"),
    path("espace/garder/", keeping.keep, name="keep"),
    path("espace/nom/", views.name, name="name"),
    path("espace/second-facteur/", views.second_factor, name="second-factor"),
    path("", include("suppliers.accounts.member_urls")),
]
