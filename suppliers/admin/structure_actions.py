"""Done to structures chosen in the list. Before what the public sees changes, its counts are confirmed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from suppliers import search
from suppliers.models import Structure
from suppliers.models.structure import StructureStatus
from suppliers.validation import publishing
from suppliers.validation.access import own_to_leave

from .acting import acting
from .columns import counted

_SEEN = "comptes"  # the counts that the page showed
_CHANGED = "Les structures choisies ont changé entre-temps : voici ce qu’il en est maintenant."


class _Change(NamedTuple):
    """A change of state, in words: what it is called, what it makes of one structure and of several."""

    action: str
    becomes: StructureStatus
    verb: str
    one: str
    several: str
    consequence: str

    def done(self, count: int, already: str = "") -> str:
        return counted(count, f"structure {already}{self.one}", f"structures {already}{self.several}")


_PUBLISH = _Change(
    "publish",
    Structure.Status.PUBLISHED,
    "publier",
    "publiée",
    "publiées",
    "Tout le monde les verra dans l’annuaire, sous la responsabilité de votre compte.",
)
_HIDE = _Change(
    "hide",
    Structure.Status.HIDDEN,
    "masquer",
    "masquée",
    "masquées",
    "L’annuaire ne les montrera plus. Rien de ce qui y est écrit n’est perdu.",
)


@admin.action(description="Publier les structures choisies", permissions=["change"])
def publish(
    model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Structure]
) -> HttpResponse | None:
    def do(chosen: QuerySet[Structure]) -> list[int]:
        return publishing.publish(chosen, by=acting(request))

    return _confirm(model_admin, request, queryset, _PUBLISH, do)


@admin.action(description="Masquer les structures choisies", permissions=["change"])
def hide(
    model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Structure]
) -> HttpResponse | None:
    def do(chosen: QuerySet[Structure]) -> list[int]:
        return publishing.hide(chosen, by=acting(request))

    return _confirm(model_admin, request, queryset, _HIDE, do)


@admin.action(description="Recalculer dans l’annuaire", permissions=["change"])
def refresh(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Structure]) -> None:
    changed = search.refresh(list(queryset.values_list("pk", flat=True)))
    model_admin.message_user(request, f"Fiches qui ont changé dans l’annuaire : {changed}.", messages.SUCCESS)


def _confirm(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    queryset: QuerySet[Structure],
    change: _Change,
    do: Callable[[QuerySet[Structure]], list[int]],
) -> HttpResponse | None:
    """Show what will change, state by state; do it when those very counts come back confirmed."""
    queryset = _of_others(model_admin, request, queryset, change)
    counts: dict[str, int] = dict(queryset.order_by().values_list("status").annotate(Count("pk")))
    already = counts.pop(change.becomes, 0)
    if not counts and not already:
        return None  # why is said
    if not counts:
        said = f"Rien à {change.verb} : {change.done(already, 'déjà ')}."
        model_admin.message_user(request, said, messages.INFO)
        return None
    seen = request.POST.get(_SEEN)
    if seen != _key(counts):
        if seen is not None:
            model_admin.message_user(request, _CHANGED, messages.WARNING)
        return _page(model_admin, request, change, counts, already)
    with transaction.atomic():
        ids = do(queryset)
        if ids:
            changed = Structure.objects.filter(pk__in=ids)
            logged = f"{change.one.capitalize()} depuis la liste."
            LogEntry.objects.log_actions(acting(request).pk, changed, CHANGE, change_message=logged)
    model_admin.message_user(request, f"{change.done(len(ids))}.", messages.SUCCESS)
    return None


def _of_others(
    model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Structure], change: _Change
) -> QuerySet[Structure]:
    """Without those of which this account is a member: it decides on none of its own, here neither."""
    chosen = _plain(queryset)
    own = own_to_leave(acting(request), chosen.exclude(status=change.becomes))
    if own:
        names = ", ".join(f"« {one} »" for one in own)
        said = f"Vous êtes membre de {names} : une autre personne de l’équipe en décide. Rien n’y a changé."
        model_admin.message_user(request, said, messages.WARNING)
    return chosen.exclude(pk__in=[one.pk for one in own])


def _page(
    model_admin: admin.ModelAdmin, request: HttpRequest, change: _Change, counts: dict[str, int], already: int
) -> TemplateResponse:
    total = counted(sum(counts.values()), "structure", "structures")
    context: dict[str, Any] = {
        **model_admin.admin_site.each_context(request),
        "title": f"{change.verb.capitalize()} {total} ?",
        "subtitle": None,
        "opts": model_admin.opts,
        "change": change,
        "total": total,
        "states": [(status.label, counts[status]) for status in Structure.Status if status in counts],
        "already": change.done(already, "déjà ") if already else "",
        "seen": (_SEEN, _key(counts)),
        "checkbox": ACTION_CHECKBOX_NAME,
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "select_across": request.POST.get("select_across", "0"),
        "list_url": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/change_of_state.html", context)


def _key(counts: dict[str, int]) -> str:
    return " ".join(f"{status}:{count}" for status, count in sorted(counts.items()))


def _plain(queryset: QuerySet[Structure]) -> QuerySet[Structure]:
    """The chosen rows by their ids: a search over several tables cannot be locked."""
    return Structure.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)))
