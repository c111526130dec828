"""/compte/: allauth's own addresses, after the few that we answer."""

from django.urls import include, path
from django.views.generic import RedirectView

from . import keeping, proconnect

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="accounts:home")),
    path("signup/", keeping.SignUp.as_view(), name="account_signup"),
    path("oidc/proconnect/login/", proconnect.login, name="proconnect_login"),
    path("oidc/proconnect/login/callback/", proconnect.callback, name="proconnect_callback"),
    path("", include("allauth.urls")),
]
