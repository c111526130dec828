"""« Gardez-le »: a visitor gives an address, signs up with it, and finds their work again in the account.

Whether the address has an account already is not said: allauth writes it to its owner.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.views import SignupView
from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .forms import ADDRESS
from .sent_before import page_of_its_form
from .working import work_begun

# In the visitor's session, and not in the address of a page, which servers write down.
_GIVEN = "address-given"


class KeepForm(forms.Form):
    email = forms.EmailField(
        label=ADDRESS,
        max_length=254,
        help_text="Nous y envoyons un code. Vous retrouverez ici tout ce que vous avez commencé.",
        error_messages={
            "required": "Tapez votre adresse électronique.",
            "invalid": "Une adresse électronique s’écrit nom@domaine.fr.",
            "max_length": "254 caractères au plus.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponseBase:
    """To the sign-up, the address already typed, and from there back to the page one comes from."""
    is_post = request.method == "POST"
    way_back = _way_back(request, (request.POST if is_post else request.GET).get("next", ""))
    if request.user.is_authenticated:
        return redirect(way_back)
    form = KeepForm(request.POST if is_post else None)
    if is_post and form.is_valid():
        request.session[_GIVEN] = form.cleaned_data["email"]
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': way_back})}")
    return render(request, "suppliers/accounts/keep.html", {"form": form, "way_back": way_back})


def _way_back(request: HttpRequest, asked: str) -> str:
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if is_ours else page_of_its_form(request)


class SignUp(SignupView):
    """allauth's own, with the address that was given on the page before."""

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_initial()
        given = self.request.session.get(_GIVEN)
        return {"email": given, **initial} if given else initial

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """`begun`: what of this browser the account will hold."""
        context: dict[str, Any] = super().get_context_data(**options)
        return context | {"begun": work_begun(self.request.session)}
