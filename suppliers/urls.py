"""Every room's addresses, under the root of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("suppliers.directory.urls")),
]
