"""Send a page of the admin back as a browser would, with a few fields changed."""

import re
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client


def fields_of(form: BaseForm) -> dict[str, Any]:
    """What a browser would send of a form as it is shown."""
    sent = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False:
            continue
        shown = bound.field.prepare_value(value) if hasattr(bound.field, "prepare_value") else value
        if hasattr(bound.field, "widget") and hasattr(bound.field.widget, "widgets"):
            for rank, part in enumerate(bound.field.widget.decompress(value)):
                sent[f"{bound.html_name}_{rank}"] = bound.field.widget.widgets[rank].format_value(part) or ""
            continue
        sent[bound.html_name] = shown if isinstance(shown, list) else bound.field.widget.format_value(shown)
    return {name: browser_lines(value) for name, value in sent.items()}


def browser_lines(value: Any) -> Any:
    """A text of several lines as browsers post it, whatever the page held."""
    return re.sub(r"\r?\n", "\r\n", value) if isinstance(value, str) else value


def opened(client: Client, url: str) -> dict[str, Any]:
    """What the page holds when it is opened, as a browser would send it back."""
    page = client.get(url)
    sent = fields_of(page.context["adminform"].form)
    for inline in page.context["inline_admin_formsets"]:
        sent |= fields_of(inline.formset.management_form)
        for form in inline.formset.initial_forms:
            sent |= fields_of(form)
    return {name: value for name, value in sent.items() if value is not None}


def send(client: Client, url: str, **changes: Any) -> HttpResponse:
    """Open the page, change these fields, send it."""
    sent = opened(client, url) | changes
    return client.post(url, {name: value for name, value in sent.items() if value is not None})
