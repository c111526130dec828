"""One text, two forms: what is written as plain text is also laid out as HTML.

A letter is a template `suppliers/mailing/<kind>.txt`: its first line is the subject, paragraphs follow, an
empty line between two. A paragraph « Ce qu’on y fait : https://… » alone is a button in HTML; lines that
begin with « - » are a list.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_BUTTON = re.compile(r"(?P<label>[^\n]+?)[\s\u00a0\u202f]*:\s+(?P<url>https?://\S+)")
_BLANKS = re.compile(r"\n\s*\n")


class Letter(NamedTuple):
    subject: str
    text: str
    html: str


def compose(kind: str, context: dict[str, Any]) -> Letter:
    """Draw a letter. Its subject is one line, whatever a name in it holds."""
    written = render_to_string(f"suppliers/mailing/{kind}.txt", context).strip()
    subject, _, body = written.partition("\n")
    paragraphs = [part.strip() for part in _BLANKS.split(body.strip()) if part.strip()]
    text = "\n\n".join(paragraphs) + "\n"
    laid_out = mark_safe("".join(_paragraph(part) for part in paragraphs))  # noqa: S308  escaped one by one
    html = render_to_string("suppliers/mailing/layout.html", {"subject": subject, "body": laid_out})
    return Letter(" ".join(subject.split()), text, html)


def _paragraph(part: str) -> SafeString:
    if button := _BUTTON.fullmatch(part):
        return format_html('<p><a class="button" href="{url}">{label}</a></p>', **button.groupdict())
    lines = part.splitlines()
    if all(line.startswith("- ") for line in lines):
        items = format_html_join("", "<li>{}</li>", ((line[2:],) for line in lines))
        return format_html("<ul>{}</ul>", items)
    return format_html("<p>{}</p>", mark_safe("<br>".join(escape(line) for line in lines)))  # noqa: S308
