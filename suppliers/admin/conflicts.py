"""Two people, or one and an import, change a structure: the second is told, and loses nothing typed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import format_html

from suppliers.models import ImportRun, Structure
from suppliers.showing.days import long_day_in_words, moment_in_words
from suppliers.validation.seen import digest_of

SEEN = "seen"  # name of the field
_LONGEST = 200
_REMOVED = (
    "Une de ces lignes a été supprimée entre-temps : ouvrez de nouveau la fiche, et reprenez-y votre saisie."
)


class SeenField(forms.CharField):
    """What the structure was when the page was opened, and when that was. Nobody changes it by hand."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class UnchangedSinceForm(forms.ModelForm):
    """A structure's form, refused when the structure has changed since the page was opened.

    It comes back with what was typed and, at each field that differs, what stands there now; sent again, it
    is accepted. `instance.changed_meanwhile` tells the forms of what belongs to the structure.
    """

    seen = SeenField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound:
            self.initial[SEEN] = f"{timezone.now().isoformat()} {digest_of(self.instance.pk)}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opened, _, seen = cleaned.get(SEEN, "").partition(" ")
        if not (self.instance.pk and seen):
            return cleaned
        # Whoever saves it now is waited for; who comes after waits for us.
        current = Structure.objects.select_for_update().filter(pk=self.instance.pk).first()
        now = digest_of(self.instance.pk)
        if current is not None and now != seen:
            self.instance.changed_meanwhile = True
            self.add_error(None, _sentence(current, opened))
            show_differences(self)
            typed = self.data.copy()  # type: ignore[attr-defined]
            typed[self.add_prefix(SEEN)] = f"{timezone.now().isoformat()} {now}"
            self.data = typed
        return cleaned


class UnchangedSinceFormSet(forms.BaseInlineFormSet):
    """Of what belongs to a structure: says what differs when its form was refused for that."""

    def clean(self) -> None:
        super().clean()
        # Django does not show a line that is gone, nor what is wrong with it.
        if any(_key_of(form) in form.errors for form in self.initial_forms):
            raise ValidationError(_REMOVED)
        if getattr(self.instance, "changed_meanwhile", False):
            for form in self.initial_forms:
                show_differences(form)


def _key_of(form: forms.ModelForm) -> str:
    """The name of the field that says which row a form is about."""
    key = form._meta.model._meta.pk
    return key.name if key else ""


def show_differences(form: forms.ModelForm) -> None:
    """At each field whose value is not that of the database, say what the database holds."""
    try:
        current = form._meta.model._default_manager.get(pk=form.instance.pk)
    except ObjectDoesNotExist:
        return
    for name in form.changed_data:
        if hasattr(current, name):
            form.add_error(name, f"Sur la fiche actuelle : {_in_words(current, name)}.")


def _in_words(current: models.Model, name: str) -> str:
    value = getattr(current, name)
    if isinstance(value, models.Manager):
        value = ", ".join(map(str, value.all()))
    elif display := getattr(current, f"get_{name}_display", None):
        value = display()
    elif isinstance(value, bool):
        value = "oui" if value else "non"
    elif isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        value = long_day_in_words(value)
    elif isinstance(value, list):
        value = ", ".join(map(str, value))
    text = "" if value is None else str(localize(value))
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"« {text} »" if text else "rien"


def _sentence(current: Structure, opened: str) -> str:
    return format_html(
        "Cette fiche a changé depuis que vous l’avez ouverte{}. Votre saisie est gardée ci-dessous, et n’est "
        "pas encore enregistrée. Là où elle diffère de la fiche actuelle, celle-ci est rappelée sous le "
        "champ : corrigez s’il le faut, puis enregistrez de nouveau. "
        '<a href="" target="_blank">Voir la fiche actuelle dans un autre onglet</a>',
        _who_and_when(current, opened),
    )


def _who_and_when(current: Structure, opened: str) -> str:
    """By whom it was changed last, as far as the log and the imports tell."""
    try:
        since = dt.datetime.fromisoformat(opened)
    except ValueError:
        since = current.updated_at
    since = since if timezone.is_aware(since) else timezone.make_aware(since)
    kind = ContentType.objects.get_for_model(Structure)
    logged = LogEntry.objects.filter(content_type=kind, object_id=str(current.pk), action_time__gte=since)
    entry = logged.select_related("user").order_by("-action_time").first()
    runs = ImportRun.objects.filter(status=ImportRun.Status.DONE, dry_run=False, finished_at__gte=since)
    run = runs.order_by("-finished_at").first()
    imported_at = run.finished_at if run else None
    if entry and not (imported_at and imported_at > entry.action_time):
        return f" : {entry.user.get_full_name() or entry.user.get_username()}, {_when(entry.action_time)}"
    if run and imported_at:
        return f" : import du fichier « {run.file_name} », {_when(imported_at)}"
    return f", {_when(current.updated_at)}" if current.updated_at >= since else ""


def _when(moment: dt.datetime) -> str:
    return f"le {moment_in_words(moment)}"
