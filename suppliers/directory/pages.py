"""Pages that say something of the site itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Décret 2019-768: what is accessible and how we know; not audited is said as such."""
    return render(request, "suppliers/directory/accessibility.html")


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """Publisher, host, sources and personal data (loi 2004-575, art. 1-1)."""
    return render(
        request,
        "suppliers/directory/legal.html",
        {"publisher": settings.SITE_PUBLISHER, "host": settings.SITE_HOST},
    )


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """The components, side by side; only in debug."""
    return render(request, "suppliers/directory/style.html")
