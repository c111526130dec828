"""« Aperçu »: the card that buyers will see, and what it lacks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .step_view import StepView


class PreviewStep(StepView):
    """Nothing is sent from here."""

    http_method_names = ["get", "head"]
    slug = "apercu"
    template = "suppliers/registration/step_preview.html"

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        return render(request, self.template, self.shared())
