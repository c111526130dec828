"""Every room's addresses, under the root of the site."""

from django.urls import include, path

urlpatterns = [
    path("compte/", include("suppliers.accounts.allauth_urls")),
    path("", include("suppliers.directory.urls")),
    path("", include("suppliers.accounts.urls")),
    path("", include("suppliers.mailing.urls")),
    path("", include("suppliers.profiles.urls")),
    path("", include("suppliers.registration.urls")),
    path("", include("suppliers.sourcing.urls")),
    path("validation/", include("suppliers.validation.urls")),
]
