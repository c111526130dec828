"""Small ways of saying things in templates."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from suppliers.showing.contacts import phone_in_pairs, siret_in_groups
from suppliers.showing.days import moment_in_words

NARROW_SPACE = "\u202f"


@lru_cache(maxsize=64)
def icon(name: str, extra: str = "") -> SafeString:
    """A drawing of the sprite, for the eye only: the words stand beside it."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        f"icon {extra}".strip(),
        static("img/icons.svg"),
        name,
    )


@lru_cache(maxsize=64)
def shape(name: str) -> SafeString:
    """The shape of a family of certifications: sq, ci, di or ro."""
    return format_html(
        '<svg class="shape shape--{}" viewBox="0 0 12 12" aria-hidden="true"><use href="{}#{}"></use></svg>',
        name,
        static("img/icons.svg"),
        name,
    )


@lru_cache(maxsize=256)
def static_url(path: str) -> str:
    """The address of a static file, its hash included: worked out once."""
    return static(path)


def page_url(name: str, *arguments: object) -> str:
    """The address of a page of the site."""
    return reverse(name, args=arguments) if arguments else _plain_url(name)


@lru_cache(maxsize=64)
def _plain_url(name: str) -> str:
    """Kept, for lists: `reverse` works it out anew for each line."""
    return reverse(name)


def siret(number: str | None) -> str:
    """« 123 456 789 00012 », in groups that do not part."""
    return siret_in_groups(number or "")


def thousands(number: int | None) -> str:
    """« 22 600 »."""
    return "" if number is None else f"{number:,}".replace(",", NARROW_SPACE)


def weight(size: int) -> str:
    """Of a file, from its bytes: « 1 250 ko »; none weighs nothing."""
    return "moins d’un ko" if size < 1000 else f"{thousands(round(size / 1000))}\u00a0ko"


def plural(number: int, ending: str = "s") -> str:
    """The ending of a French plural: none for 0 and 1, unlike Django's `pluralize`."""
    return ending if number > 1 else ""


def phone(number: str) -> str:
    """« 01 23 45 67 89 », in pairs that do not part."""
    return phone_in_pairs(number)


def bare_address(url: str) -> str:
    """A website without its scheme: « ateliers.example »."""
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")


def moment(when: datetime) -> str:
    """« 25 novembre 2026 à 9 h 05 »."""
    return moment_in_words(when)


def now() -> str:
    return moment(timezone.now())
