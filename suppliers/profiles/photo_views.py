"""A photo as a browser asks for it: everybody's once the structure is published, else its members'."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from suppliers.accounts.roles import can_edit, can_validate
from suppliers.models import Photo, Structure

KEPT_SECONDS = 7 * 24 * 3600  # a photo is never changed; one that is taken away may be seen that long


@require_safe
def photo(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
    found = get_object_or_404(Photo.objects.select_related("structure__territory"), uuid=key)
    is_public = found.structure.status == Structure.Status.PUBLISHED
    if not (is_public or _may_see(request.user, found.structure)):
        raise Http404("Cette photo n’est pas publiée.")
    etag = f'"{found.uuid.hex}"'
    response = get_conditional_response(request, etag=etag) or _file(found)
    response.headers["ETag"] = etag
    if is_public:
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response


def _may_see(user: Any, structure: Structure) -> bool:
    return can_edit(user, structure) or can_validate(user, structure)


def _file(found: Photo) -> HttpResponseBase:
    try:
        opened = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("Le fichier de cette photo a disparu.") from error
    return FileResponse(opened, content_type="image/jpeg", filename=f"{found.uuid}.jpg")
