"""The door of the profile's steps: which view answers for which."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from . import typed_again
from .step_capacity import CapacityStep
from .step_contact import ContactStep
from .step_identity import IdentityStep
from .step_references import ReferencesStep
from .step_view import StepView

VIEWS: dict[str, type[StepView]] = {
    view.slug: view for view in (IdentityStep, CapacityStep, ReferencesStep, ContactStep)
}


def step(request: HttpRequest, pk: int, step: str) -> HttpResponseBase:
    """A step of a structure's profile. Who is signed out comes back to it, with what they had sent."""
    if step not in VIEWS:
        raise Http404("Cette étape n’existe pas.")
    if not request.user.is_authenticated:
        if request.method == "POST":
            typed_again.keep(request)
        return redirect_to_login(request.path)
    return VIEWS[step].as_view()(request, pk=pk)
