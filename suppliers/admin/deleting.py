"""What goes with what is deleted, without the rows that only tie two things together."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.decorators import action
from django.utils.text import capfirst


@action(description="Supprimer la sélection", permissions=["delete"])
def delete_chosen(model_admin: Any, request: Any, queryset: Any) -> Any:
    """Django's own; its name would agree with a masculine only, and most of what we delete is feminine."""
    return delete_selected(model_admin, request, queryset)


def without_links(listed: list[Any], counts: dict[str, int]) -> tuple[list[Any], dict[str, int]]:
    """Of `get_deleted_objects`: « Relations activity-sector : 2 » tells nobody anything."""
    links = [model._meta for model in apps.get_models(include_auto_created=True) if model._meta.auto_created]
    plurals = {str(meta.verbose_name_plural) for meta in links}
    starts = tuple(f"{capfirst(str(meta.verbose_name))}: " for meta in links)
    return _kept(listed, starts), {name: count for name, count in counts.items() if str(name) not in plurals}


def _kept(listed: list[Any], starts: tuple[str, ...]) -> list[Any]:
    """The nested list without the lines that begin so."""
    inner = [_kept(each, starts) if isinstance(each, list) else each for each in listed]
    return [each for each in inner if each != [] and not str(each).startswith(starts)]
