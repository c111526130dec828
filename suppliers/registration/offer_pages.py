"""What the buttons of the offer do, and the photos of an activity."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from suppliers.accounts import sent_before
from suppliers.asking.text_fields import LineField
from suppliers.models import Activity, Photo, Structure
from suppliers.profiles.activities import activities_of, move_activity, remove_activity
from suppliers.profiles.joining import own_structure
from suppliers.profiles.photos import MOST_OF_ACTIVITY, add_photo, read_photo, remove_photo

from .step_form import StepForm
from .step_offer import ActivityStep, OfferStep

View = Callable[..., HttpResponseBase]


activity = ActivityStep.as_view()


def signed_in_button(view: View) -> View:
    """A button alone is pressed again, on the list."""

    @wraps(view)
    def asked(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, pk, **kwargs)
        return sent_before.ask_to_sign_in(request, _list(pk))

    return require_POST(asked)


@signed_in_button
def remove(request: HttpRequest, pk: int, activity: int) -> HttpResponse:
    structure, found = _own(request, pk, activity)
    if remove_activity(structure, found, by=request.user):  # type: ignore[arg-type]
        messages.success(request, "L’activité est retirée de votre fiche.")
    return redirect(_list(pk))


@signed_in_button
def move(request: HttpRequest, pk: int, activity: int) -> HttpResponse:
    """`sens`: « haut » or « bas »."""
    structure, found = _own(request, pk, activity)
    up = request.POST.get("sens") != "bas"
    if move_activity(structure, found, up=up, by=request.user):  # type: ignore[arg-type]
        messages.success(request, f"L’activité est {'montée' if up else 'descendue'} d’un rang.")
    return redirect(f"{_list(pk)}#activite-{found.pk}")


class PhotoForm(StepForm):
    image = forms.FileField(
        label="Image",
        help_text="JPEG, PNG ou WebP, 10 Mo au plus. Le lieu et l’appareil qu’elle note sont effacés.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": "Choisissez une image.",
            "empty": "Ce fichier est vide : choisissez-en un autre.",
            "max_length": "Le nom de ce fichier est trop long : renommez-le.",
        },
    )
    description = LineField(
        label="Ce qu’elle montre",
        max_length=160,
        help_text="Lu à ceux qui ne voient pas l’image : « Deux salariés lavent les vitres d’une école ».",
    )

    def clean_image(self) -> bytes:
        file: File[bytes] = self.cleaned_data["image"]
        return read_photo(file)


@sent_before.for_accounts
@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HttpRequest, pk: int, activity: int) -> HttpResponseBase:
    """The photos of an activity, and one more: a file that is refused takes nothing else along."""
    structure, found = _own(request, pk, activity)
    kept = sent_before.take_back(request) if request.method == "GET" else None
    sent = request.POST if request.method == "POST" else kept
    form = PhotoForm(sent, request.FILES if request.method == "POST" else None, structure=structure)
    if request.method == "POST" and form.is_valid():
        try:
            add_photo(
                found,
                form.cleaned_data["image"],
                description=form.cleaned_data["description"],
                by=request.user,  # type: ignore[arg-type]
            )
        except ValidationError as error:
            form.add_error("image", error)
        else:
            messages.success(request, "La photo est ajoutée.")
            return redirect(request.path)
    return render(
        request, "suppliers/registration/photos.html", _photos_context(request, structure, found, form)
    )


def _photos_context(
    request: HttpRequest, structure: Structure, activity: Activity, form: PhotoForm
) -> dict[str, Any]:
    step = OfferStep()
    step.request, step.structure = request, structure
    pictures = list(Photo.objects.filter(activity=activity))
    is_full = len(pictures) >= MOST_OF_ACTIVITY
    return step.shared() | {"activity": activity, "photos": pictures, "photo_form": form, "is_full": is_full}


@signed_in_button
def photo_remove(request: HttpRequest, pk: int, activity: int, key: uuid.UUID) -> HttpResponse:
    _, found = _own(request, pk, activity)
    photo = get_object_or_404(Photo, uuid=key, activity=found)
    remove_photo(photo, by=request.user)  # type: ignore[arg-type]
    messages.success(request, "La photo est retirée.")
    return redirect("registration:activity-photos", pk, found.pk)


def _own(request: HttpRequest, pk: int, activity: int) -> tuple[Structure, Activity]:
    """A structure of this member's, and an activity of that structure. Http404 for any other."""
    structure = own_structure(request.user, pk)  # type: ignore[arg-type]
    return structure, get_object_or_404(activities_of(structure), pk=activity)


def _list(pk: int) -> str:
    return reverse("registration:step", args=[pk, OfferStep.slug])
