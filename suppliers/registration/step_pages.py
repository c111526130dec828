"""The door of the profile's steps: which view answers for which."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from .step_capacity import CapacityStep
from .step_certifications import CertificationsStep
from .step_contact import ContactStep
from .step_identity import IdentityStep
from .step_offer import OfferStep
from .step_place import PlaceStep
from .step_preview import PreviewStep
from .step_references import ReferencesStep
from .step_view import StepView

VIEWS: dict[str, type[StepView]] = {
    view.slug: view
    for view in (
        IdentityStep,
        OfferStep,
        CertificationsStep,
        PlaceStep,
        CapacityStep,
        ReferencesStep,
        ContactStep,
        PreviewStep,
    )
}


def step(request: HttpRequest, pk: int, step: str) -> HttpResponseBase:
    """A step of a structure's profile."""
    if step not in VIEWS:
        raise Http404("Cette étape n’existe pas.")
    return VIEWS[step].as_view()(request, pk=pk)
