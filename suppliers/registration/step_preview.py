"""« Aperçu »: the card that buyers will see, and what it lacks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from suppliers.models import Structure

from .step_view import StepView
from .submitting import missing_of


class PreviewStep(StepView):
    """Nothing is saved from here; a draft that lacks nothing is handed in."""

    http_method_names = ["get", "head"]
    follows_typing = False
    slug = "apercu"
    template = "suppliers/registration/step_preview.html"

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        is_draft = self.structure.status == Structure.Status.DRAFT
        can_be_sent = is_draft and not missing_of(self.structure)
        context = {"is_draft": is_draft, "can_be_sent": can_be_sent, **self.shared()}
        return render(request, self.template, context)
