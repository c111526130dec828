"""The answer header that neither Django nor django-csp writes."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def permissions_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Which of the browser's powers our pages may ask for (settings.PERMISSIONS_POLICY)."""
    policy = ", ".join(f"{power}=({who})" for power, who in settings.PERMISSIONS_POLICY.items())

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", policy)
        return response

    return answer
