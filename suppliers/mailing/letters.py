"""One text, two forms: what is written as plain text is also laid out as HTML.

A letter is a template `suppliers/mailing/<kind>.txt`: its first line is the subject, paragraphs follow, an
empty line between two. A paragraph « Ce qu’on y fait : https://… » alone is a button in HTML, when the
address is one of the site; lines that begin with « - » are a list, those that begin with « > » what somebody
wrote. Every letter is given `site_name` and `site_url` (without a slash at its end).

What a value holds stays on one line and begins no paragraph, so that a name is never a button. A text of
several lines that somebody typed passes through the filter `quoted`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, Template, Undefined

from .kinds import kind_of

_BUTTON = re.compile(r"(?P<label>[^\n]+?)[\s\u00a0\u202f]*:\s+(?P<url>https?://\S+)")
_BLANKS = re.compile(r"\n\s*\n")
_SPACES = re.compile(r" {2,}")
_BREAKS = re.compile(r"[\r\n\t\v\f\x1c-\x1f\x85\u2028\u2029]+")
UNSEEN = {"Cc", "Cf"}  # control characters; marks of direction and of no width
# Mail programs ignore sheets, and some a <style> as well: what matters most is said on the spot.
BUTTON_STYLE = (
    "display:inline-block;padding:12px 20px;background:#12313a;color:#ffffff;font-weight:bold;"
    "text-decoration:none;border-radius:6px"
)
QUOTE_STYLE = "margin:0 0 16px;padding:2px 0 2px 14px;border-left:3px solid #ddd9cd;color:#41555a"


class Letter(NamedTuple):
    subject: str
    text: str
    html: str


class Quoted(str):
    """Lines that somebody else wrote, each behind « > »."""

    __slots__ = ()


def compose(kind: str, context: dict[str, Any], *, stop_url: str = "") -> Letter:
    """Draw a letter. Its subject is one line, whatever a name in it holds."""
    template = letter_templates().get_template(f"suppliers/mailing/{kind}.txt")
    return drawn(template, kind, context, stop_url=stop_url)


def drawn(template: Template, kind: str, context: dict[str, Any], *, stop_url: str = "") -> Letter:
    site = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    written = template.render(site | context).strip()
    subject, _, body = written.partition("\n")
    subject = _SPACES.sub(" ", subject).strip()
    paragraphs = [part.strip() for part in _BLANKS.split(body.strip()) if part.strip()]
    end = {
        **site,
        "why": kind_of(kind).why,
        "stop_url": stop_url,
        "preferences_url": _preferences(kind, stop_url),
    }
    laid_out = mark_safe("".join(_paragraph(part) for part in paragraphs))  # noqa: S308  escaped one by one
    html = render_to_string("suppliers/mailing/layout.html", {"subject": subject, "body": laid_out, **end})
    return Letter(subject, "\n\n".join([*paragraphs, _ending(end)]) + "\n", html)


def _preferences(kind: str, stop_url: str) -> str:
    """Where its reader chooses their letters, when this one can be stopped from an account."""
    is_chosen = stop_url and not kind_of(kind).of_address
    return settings.SITE_URL + reverse("mailing:preferences") if is_chosen else ""


def _ending(end: dict[str, str]) -> str:
    """The last lines of the text: who writes, why, how to stop."""
    lines = ["-- ", f"{end['site_name']} · {end['site_url']}/", end["why"]]
    if end["stop_url"]:
        lines.append(f"Ne plus recevoir ce genre de courriel : {end['stop_url']}")
    if end["preferences_url"]:
        lines.append(f"Choisir vos courriels : {end['preferences_url']}")
    return "\n".join(lines)


@lru_cache(maxsize=1)
def letter_templates() -> Environment:
    """The site's templates, written as text: nothing is escaped, and each value keeps to its line."""
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    letters = engine.env.overlay(autoescape=False, finalize=_on_its_line)
    letters.filters = {**engine.env.filters, "quoted": quoted}
    return letters


def _on_its_line(value: Any) -> Any:
    if value is None or isinstance(value, Undefined | Quoted):
        return "" if value is None else value
    return one_line(str(value))


def one_line(text: str) -> str:
    """The text without what breaks a line, turns it round or cannot be seen."""
    flat = _BREAKS.sub(" ", text)
    return "".join(sign for sign in flat if unicodedata.category(sign) not in UNSEEN)


def quoted(text: str) -> Quoted:
    """What somebody typed, line by line: « > Bonjour »."""
    lines = (one_line(line).strip() for line in text.splitlines())
    return Quoted("\n".join(f"> {line}" for line in lines if line))


def _paragraph(part: str) -> SafeString:
    button = _BUTTON.fullmatch(part)
    if button and _is_ours(button["url"]):
        return format_html(
            '<p style="margin:24px 0"><a class="button" href="{}" style="{}">{}</a></p>',
            button["url"], BUTTON_STYLE, button["label"],
        )  # fmt: skip
    lines = part.splitlines()
    if all(line.startswith("- ") for line in lines):
        items = format_html_join("", "<li>{}</li>", ((line[2:],) for line in lines))
        return format_html("<ul>{}</ul>", items)
    if all(line.startswith("> ") for line in lines):
        said = _with_breaks([line[2:] for line in lines])
        return format_html('<blockquote style="{}">{}</blockquote>', QUOTE_STYLE, said)
    return format_html("<p>{}</p>", _with_breaks(lines))


def _with_breaks(lines: list[str]) -> SafeString:
    return mark_safe("<br>".join(escape(line) for line in lines))  # noqa: S308  each is escaped


def _is_ours(url: str) -> bool:
    """Whether an address leads to this site: nothing else is worth a button."""
    try:
        address = urlsplit(url)
    except ValueError:
        return False
    if address.netloc == urlsplit(settings.SITE_URL).netloc:
        return True
    host, _ = split_domain_port(address.netloc)
    return bool(host) and validate_host(host, [known for known in settings.ALLOWED_HOSTS if known != "*"])
