"""Addresses that ask the database for what it cannot hold: a character NUL, the year 10^30."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.views.main import ERROR_FLAG
from django.db import DataError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

View = Callable[..., HttpResponseBase]


def answering(view: View) -> View:
    """The same view. A list answers as Django does to a wrong filter; any other page is not there."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "\x00" in request.path:
            raise Http404("Aucune adresse ne contient de caractère nul.")
        try:
            return view(request, *args, **kwargs)
        except (DataError, OverflowError) as error:
            if request.method != "GET" or not request.GET.keys() - {ERROR_FLAG}:
                raise  # not the address: something else is wrong, and must be heard of
            if _is_list(request):
                return redirect(f"{request.path}?{ERROR_FLAG}=1")
            raise Http404("Rien ne répond à cette adresse.") from error

    return answer


def _is_list(request: HttpRequest) -> bool:
    return bool(request.resolver_match and str(request.resolver_match.url_name).endswith("_changelist"))
