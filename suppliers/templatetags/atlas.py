"""Small ways of saying things in templates."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from suppliers.directory.contacts import phone_in_pairs, siret_in_groups

register = template.Library()
NARROW_SPACE = "\u202f"


@register.simple_tag
@lru_cache(maxsize=64)
def icon(name: str, extra: str = "") -> SafeString:
    """A drawing of the sprite, for the eye only: the words stand beside it."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        f"icon {extra}".strip(),
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
@lru_cache(maxsize=64)
def shape(name: str) -> SafeString:
    """The shape of a family of certifications: sq, ci, di or ro."""
    return format_html(
        '<svg class="shape shape--{}" viewBox="0 0 12 12" aria-hidden="true"><use href="{}#{}"></use></svg>',
        name,
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
@lru_cache(maxsize=64)
def page_url(name: str) -> str:
    """The address of a page that takes no argument, for lists: `url` works it out anew for each line."""
    return reverse(name)


@register.filter
def siret(number: str | None) -> str:
    """« 123 456 789 00012 », in groups that do not part."""
    return siret_in_groups(number or "")


@register.filter
def thousands(number: int | None) -> str:
    """« 22 600 »."""
    return "" if number is None else f"{number:,}".replace(",", NARROW_SPACE)


@register.filter
def plural(number: int, ending: str = "s") -> str:
    """The ending of a French plural: none for 0 and 1, unlike Django's `pluralize`."""
    return ending if number > 1 else ""


@register.filter
def phone(number: str) -> str:
    """« 01 23 45 67 89 », in pairs that do not part."""
    return phone_in_pairs(number)


@register.filter
def bare_address(url: str) -> str:
    """A website without its scheme: « ateliers.example »."""
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")
