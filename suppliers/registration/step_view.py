"""One step, shown and sent: what all of them do the same way, written once.

A step is a subclass: its slug, its template, its form, what it opens on (`stored`), how it is kept (`save`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views import View

from suppliers.accounts import sent_before
from suppliers.models import ReviewItem, ReviewKind, Structure, User
from suppliers.profiles.changing import apply_facts
from suppliers.profiles.completeness import Held, completeness_of, held_by
from suppliers.profiles.joining import own_structure

from . import seen, step_typing
from .preview import card_seen_by_buyers
from .step_form import StepForm
from .steps import BY_SLUG, dashboard_url, step_after, step_lines, step_url
from .waiting import change_and_tell, facts_opened, pending_facts

DASHBOARD = "tableau"  # where « enregistrer et quitter » leads
GO_TO = "aller"  # name of the buttons that lead elsewhere, and save first


@dataclass(frozen=True)
class Typed:
    """What a form came back with, and the digests of what it had been opened on."""

    data: Mapping[str, Any]
    files: MultiValueDict[str, Any] | None

    @property
    def seen(self) -> str:
        return str(self.data.get(seen.FIELD, ""))


class StepView(View):
    """GET shows the step, POST saves it and goes on. Another's structure is not there: 404.

    Who is signed out comes back here, with what they had sent.
    """

    http_method_names = ["get", "head", "post"]
    slug: ClassVar[str]
    template: ClassVar[str]
    form_class: ClassVar[type[StepForm]]
    follows_typing: ClassVar[bool] = True  # False where sending the form is an act of its own
    asks_others: ClassVar[bool] = False  # a service answers before it is saved: not at every field
    structure: Structure
    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(request.user, User):
            is_quiet = step_typing.FIELD in request.POST  # nobody has pressed anything
            return sent_before.ask_to_sign_in(request, request.path, is_quiet=is_quiet)
        self.user = request.user
        self.structure = own_structure(self.user, kwargs["pk"])
        if request.method == "POST" and self.follows_typing and step_typing.FIELD in request.POST:
            return step_typing.answer(self, Typed(request.POST, None))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def waiting(self) -> list[ReviewItem]:
        """What this structure has proposed and nobody has decided on."""
        kinds = [ReviewKind.CHANGE, ReviewKind.CERTIFICATION]
        return list(ReviewItem.objects.open().filter(structure=self.structure, kind__in=kinds))

    @property
    def proposal(self) -> ReviewItem | None:
        return next((item for item in self.waiting if item.kind == ReviewKind.CHANGE), None)

    @cached_property
    def opened(self) -> dict[str, Any]:
        """What `stored` says, read once: when a form is sent, behind the lock."""
        return self.stored()

    def read_again(self) -> None:
        """What a step has looked at before the lock counts for nothing behind it."""
        for name in ("opened", "waiting"):
            self.__dict__.pop(name, None)

    # What a step may say otherwise.

    def stored(self) -> dict[str, Any]:
        """What the form opens on, by the name of its fields, as JSON keeps it."""
        return facts_opened(self.structure, self.form_class.base_fields, self.proposal)

    def form(self, typed: Typed | None = None) -> Any:
        data, files = (typed.data, typed.files) if typed else (None, None)
        return self.form_class(data, files, initial=self.opened, structure=self.structure)

    def save(self, form: Any) -> str:
        """Keep what was typed, and say so in French. Raises ValidationError for what cannot be kept."""
        return change_and_tell(self.structure, form.facts(), form.labels, by=self.user)

    def ask_others(self, form: Any) -> None:
        """Ask a service what saving needs to know: not while others wait for this structure."""

    def keep(self, form: Any) -> bool:
        """Keep of a draft what could be read, field by field; whether it did. Raises ValidationError."""
        apply_facts(self.structure, self._read(form), by=self.user)
        return True

    def imagine(self, form: Any) -> None:
        """Write what the card shows, and nothing else: it is taken back at once."""
        Structure.objects.filter(pk=self.structure.pk).update(**self._read(form))

    def _read(self, form: Any) -> dict[str, Any]:
        """What differs from what stands, and could be read."""
        facts = {name: form.cleaned_data[name] for name in self.opened if name in form.cleaned_data}
        return {name: value for name, value in facts.items() if getattr(self.structure, name) != value}

    def own_address(self) -> str:
        """Where the form is sent."""
        return self.request.path

    def in_words(self, name: str, value: Any) -> str:
        """A stored value as people read it."""
        return str(value) if value not in (None, "") else "rien"

    def more(self, form: Any) -> dict[str, Any]:
        """What the step's own template shows besides."""
        return {}

    # What all do the same.

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        kept = sent_before.take_back(request)
        typed = Typed(kept, None) if kept is not None else None
        return self._show(self.form(typed), typed, is_restored=kept is not None)

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        typed = Typed(request.POST, request.FILES)
        with transaction.atomic():
            # Whoever saves this profile now is waited for; who comes after waits for us.
            self.structure = Structure.objects.select_for_update().get(pk=self.structure.pk)
            form = self.form(typed)
            is_valid = form.is_valid()
            if self._has_nothing_to_save(form, typed, is_valid):
                return self._go_on()
            meanwhile = seen.changed_meanwhile(typed.seen, self.opened, form.typed())
            if meanwhile or not is_valid:
                return self._show(form, typed, meanwhile)
            try:
                with transaction.atomic():
                    said = self.save(form)
            except ValidationError as error:
                form.refuse(error)
                return self._show(form, typed)
        if said:
            messages.success(request, said)
        return self._go_on()

    def _has_nothing_to_save(self, form: Any, typed: Typed, is_valid: bool) -> bool:
        if not is_valid:
            return GO_TO in typed.data and not form.has_changed()
        return not typed.files and seen.left_untouched(typed.seen, form.typed())

    def _go_on(self) -> HttpResponse:
        """To the step that was asked for, else to the one that follows."""
        asked = self.request.POST.get(GO_TO, "")
        if asked == DASHBOARD:
            return redirect(dashboard_url(self.structure.pk))
        if asked in BY_SLUG:
            return redirect(step_url(self.structure.pk, BY_SLUG[asked]))
        return redirect(self.next_url())

    def next_url(self) -> str:
        return step_url(self.structure.pk, step_after(self.slug))

    def _show(
        self,
        form: Any,
        typed: Typed | None,
        meanwhile: Mapping[str, bool] | None = None,
        *,
        is_restored: bool = False,
    ) -> HttpResponse:
        stored = self.opened
        if untouched := [name for name, left in (meanwhile or {}).items() if left]:
            form = form.with_values({name: stored[name] for name in untouched})
        conflicts = {
            name: seen.Meanwhile(self.in_words(name, stored[name]), left)
            for name, left in (meanwhile or {}).items()
        }
        # What waited for its author is compared with what they saw then; who was refused sees all of it now.
        told = typed.seen if typed and is_restored else seen.seen(stored)
        context = {
            "form": form,
            "seen": told,
            "conflicts": conflicts,
            "is_restored": is_restored,
            "pending": pending_facts(self.structure, stored, self.proposal, self.in_words),
            **self.shared(),
            **self.more(form),
        }
        return render(self.request, self.template, context)

    def shared(self) -> dict[str, Any]:
        """The list of steps, how complete the profile is, and the card it makes."""
        held = held_by(self.structure.pk)
        completeness = completeness_of(held)
        filled = {slug for slug, is_there in _FILLED.items() if is_there(held)}
        return {
            "structure": self.structure,
            "step": BY_SLUG[self.slug],
            "lines": step_lines(completeness, self.waiting, filled, self.slug),
            "completeness": completeness,
            "is_published": self.structure.status == Structure.Status.PUBLISHED,
            "dashboard": dashboard_url(self.structure.pk),
            "card": card_seen_by_buyers(self.structure),
            "is_waiting": bool(self.waiting),
            "typing": step_typing.mode_of(self),
        }


_FILLED: dict[str, Callable[[Held], bool]] = {
    "certifications": lambda held: held.certifications > 0,
    "references": lambda held: held.references > 0,
}
