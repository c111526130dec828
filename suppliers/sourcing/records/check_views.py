"""Is this file an unaltered record? Anybody may ask; only its number, version and day are told."""

from __future__ import annotations

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from suppliers.models import RecordSeal

from . import words
from .forms import CheckForm


@never_cache
def check(request: HttpRequest) -> HttpResponse:
    form = CheckForm(request.POST, request.FILES) if request.method == "POST" else CheckForm()
    context: dict[str, object] = {"form": form, "words": words}
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        sha256 = _sha256_of(upload) if upload else form.cleaned_data["sha256"]
        context |= {
            "is_file": bool(upload),
            "sha256": sha256,
            "seal": RecordSeal.objects.filter(sha256=sha256).first(),
        }
    return render(request, "suppliers/sourcing/records/check.html", context)


def _sha256_of(upload: UploadedFile[bytes]) -> str:
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    return found.hexdigest()
