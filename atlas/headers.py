"""What neither Django nor django-csp does to an answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]


def permissions_policy(get_response: View) -> View:
    """Which of the browser's powers our pages may ask for (settings.PERMISSIONS_POLICY)."""
    policy = ", ".join(f"{power}=({who})" for power, who in settings.PERMISSIONS_POLICY.items())

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", policy)
        return response

    return answer


def no_body_for_head(get_response: View) -> View:
    """HEAD is answered with the headers of GET alone; gunicorn would cut the body, and complain each time."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""
        return response

    return answer
