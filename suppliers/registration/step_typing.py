"""A step while it is filled in: the card follows what is typed, and a draft is saved as one goes.

A script sends the form now and then. Of a draft, what could be read is kept. What is published, or waits for
a decision, changes only when its author presses a button: the card is made of what was typed by the very
query that makes the others, and nothing of it stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone

from suppliers.models import Structure

from . import seen
from .preview import card_seen_by_buyers

if TYPE_CHECKING:
    from .step_view import StepView, Typed

FIELD = "en_cours"  # what the script adds to the form
SEE, KEEP, KEEP_ON_LEAVING = "voir", "garder", "partir"
_ELSEWHERE = "Pas enregistré : cette étape a changé ailleurs. Enregistrez pour voir ce qui a changé."
_HINTS = {
    SEE: "Telle qu’elle sera avec ce que vous tapez : rien n’en est encore enregistré.",
    KEEP_ON_LEAVING: "Telle qu’elle sera avec ce que vous tapez, enregistré quand vous quitterez la page.",
    KEEP: "",
}
_PIECES = "suppliers/registration/step_pieces.html"


def mode_of(view: StepView) -> str:
    """What the script of this page does; empty where it follows nothing."""
    if not view.follows_typing:
        return ""
    if view.structure.status != Structure.Status.DRAFT:
        return SEE
    return KEEP_ON_LEAVING if view.asks_others else KEEP


def answer(view: StepView, typed: Typed) -> JsonResponse:
    """The pieces of the page that follow what is typed, and how far it is saved."""
    if typed.data.get(FIELD) == KEEP and mode_of(view) in (KEEP, KEEP_ON_LEAVING):
        view.ask_others(view.form(typed))
        form, is_kept, said = _keep(view, typed)
        wrong = {"mistakes": _piece(view, "mistakes", {"form": form, "is_kept": is_kept})}
        if is_kept:
            kept = _kept(view)
            return JsonResponse(kept | {"pieces": kept["pieces"] | wrong, "said": said})
        return JsonResponse({"pieces": {"card": _imagined(view, typed)} | wrong, "said": said})
    return JsonResponse({"pieces": {"card": _imagined(view, typed)}, "said": ""})


@transaction.atomic
def _keep(view: StepView, typed: Typed) -> tuple[Any, bool, str]:
    """What was typed, whether it is saved, and the sentence that says so."""
    view.structure = Structure.objects.select_for_update().get(pk=view.structure.pk)
    view.read_again()
    form = view.form(typed)
    form.is_valid()
    if seen.changed_meanwhile(typed.seen, view.opened, form.typed()):
        return form, False, _ELSEWHERE
    if mode_of(view) == SEE:  # handed in while this was on its way
        return form, False, ""
    try:
        with transaction.atomic():
            is_kept = view.keep(form)
    except ValidationError as error:
        form.refuse(error)
        is_kept = False
    return form, is_kept, _said(form, is_kept=is_kept)


def _said(form: Any, *, is_kept: bool) -> str:
    """« Enregistré à 14 h 03. », and what is not."""
    labels = getattr(form, "labels", {})
    names = ", ".join(labels[name] for name in form.errors if name in labels)
    wrong = f"à compléter ou à corriger : {names}" if names else "à compléter ou à corriger"
    if not is_kept:
        return f"Pas encore enregistré, {wrong}."
    at = f"Enregistré à {timezone.localtime():%-H h %M}"
    return f"{at}, sauf ce qui est {wrong}." if form.errors else f"{at}."


def _kept(view: StepView) -> dict[str, Any]:
    """What the form is opened on from now on, where it goes, and what the page says of the profile."""
    view.structure.refresh_from_db()
    view.read_again()
    shared = view.shared()
    pieces = {name: _piece(view, name, shared) for name in ("card", "progress", "steps")}
    return {"seen": seen.seen(view.opened), "address": view.own_address(), "pieces": pieces}


@transaction.atomic
def _imagined(view: StepView, typed: Typed) -> str:
    """The card of what was typed. The directory hears nothing of it: its version would be another's later."""
    form = view.form(typed)
    form.is_valid()
    try:
        with transaction.atomic():
            view.imagine(form)
    except (ValidationError, IntegrityError, DataError):
        pass  # the card stays as it was; the button says what is wrong
    card = card_seen_by_buyers(view.structure)
    transaction.set_rollback(True)
    return _piece(view, "card", {"card": card, "typed": _HINTS[mode_of(view)]})


def _piece(view: StepView, name: str, context: dict[str, Any]) -> str:
    said = {"typed": "", "is_waiting": False, **context, "piece": name}
    return render_to_string(_PIECES, said, view.request)
