"""« Ce que nous vendons »: the activities of a structure, then each on a page of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from suppliers.asking.places_offered import drawings, kind_in_words, places_with_codes
from suppliers.models import Activity
from suppliers.models.activity import MOST_ACTIVITIES, ServiceType, ZoneKind
from suppliers.profiles.activities import (
    ActivityFacts,
    TooManyActivitiesError,
    activities_of,
    facts_of_activity,
    imagine_activity,
    save_activity,
    was_removed,
)
from suppliers.search.sector_choices import cpv_in_words, sectors_with_codes

from . import seen
from .activity_form import SERVICE_TYPES, ActivityForm
from .step_form import StepForm
from .step_view import GO_TO, StepView, Typed
from .zones import places_in_words, zone_in_words

SEARCH = "chercher"  # the buttons of those who have no script
_GONE = (
    "Cette activité vient d’être retirée par quelqu’un d’autre. Ce que vous aviez tapé est ci-dessous : "
    "enregistrez-le si vous voulez l’ajouter de nouveau."
)
_NOTHING = ActivityFacts("", (), "").as_json()


class OfferStep(StepView):
    """The list. It has no form: each button changes one thing."""

    follows_typing = False
    slug = "offre"
    template = "suppliers/registration/step_offer.html"
    form_class = StepForm

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        activities = list(activities_of(self.structure))
        context = {
            "activities": [(one, zone_in_words(one)) for one in activities],
            "is_full": len(activities) >= MOST_ACTIVITIES,
            "most": MOST_ACTIVITIES,
        }
        return render(request, self.template, self.shared() | context)

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        return self._go_on()


class ActivityStep(StepView):
    """One activity, or a new one where the address names none."""

    slug = "offre"
    template = "suppliers/registration/step_activity.html"
    form_class = ActivityForm
    activity: Activity | None = None
    is_gone = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.key: int | None = kwargs.get("activity")

    def stored(self) -> dict[str, Any]:
        """Read behind the lock when the form is sent."""
        if self.key is None:
            return dict(_NOTHING)
        self.activity = activities_of(self.structure).filter(pk=self.key).first()
        if self.activity is not None:
            return facts_of_activity(self.activity).as_json()
        if self.request.method != "POST" or not was_removed(self.structure, self.key):
            raise Http404("Cette activité n’est pas parmi les vôtres.")
        self.is_gone = True
        return dict(_NOTHING)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        typed = Typed(request.POST, request.FILES)
        is_gone = bool(self.opened) and self.is_gone
        if SEARCH in request.POST or is_gone:
            return self._show(self.form(typed), typed)
        self.read_again()
        return super().post(request, **kwargs)

    def save(self, form: ActivityForm) -> str:
        is_new = self.activity is None
        try:
            self.activity, has_changed = save_activity(
                self.structure,
                form.activity_facts,
                by=self.user,
                activity=self.activity,
            )
        except TooManyActivitiesError as error:
            raise ValidationError(str(error)) from error
        if not has_changed:
            return ""
        return "L’activité est ajoutée." if is_new else "L’activité est enregistrée."

    def keep(self, form: ActivityForm) -> bool:
        """A new one once there is enough to make an activity; of one that is there, all that is right."""
        if not form.errors:
            self.save(form)
        elif self.activity is not None:
            facts = replace(facts_of_activity(self.activity), **form.facts_read())
            save_activity(self.structure, facts, by=self.user, activity=self.activity)
        else:
            return False
        self.key = self.activity.pk if self.activity else None
        return True

    def imagine(self, form: ActivityForm) -> None:
        if not form.errors:
            imagine_activity(self.structure, form.activity_facts, self.activity)

    def own_address(self) -> str:
        return self._action()

    def _go_on(self) -> HttpResponse:
        if GO_TO in self.request.POST:
            return super()._go_on()
        return redirect("registration:step", self.structure.pk, self.slug)

    def in_words(self, name: str, value: Any) -> str:
        if name == "sectors":
            return ", ".join(one.label for one in sectors_with_codes(value).values()) or "rien"
        if name == "territories":
            return places_in_words(places_with_codes(value).values()) or "rien"
        if name == "keywords":
            return ", ".join(value) or "rien"
        for choices in (ServiceType, ZoneKind):
            if value in choices.values:
                return str(choices(value).label)
        return super().in_words(name, value)

    def more(self, form: ActivityForm) -> dict[str, Any]:
        is_search = SEARCH in self.request.POST
        if is_search:
            _stay_at(form, self.request.POST[SEARCH])
        context = {
            "activity": self.activity,
            "action": self._action(),
            "gone": _GONE if self.is_gone else "",
            "types": [
                (choice, SERVICE_TYPES[ServiceType(choice.data["value"])]) for choice in form["service_type"]
            ],
            "cpv": cpv_in_words,
            "kind_of": kind_in_words,
            "drawn": drawings([*form.chosen_places(), *form.found_places()]),
            "is_search": is_search,
        }
        # Nothing was refused by a search: whoever changed the activity since is still to be told.
        return (
            context | {"seen": self.request.POST.get(seen.FIELD, "")}
            if is_search and not self.is_gone
            else context
        )

    def _action(self) -> str:
        if self.activity is None:
            return reverse("registration:activity-new", args=[self.structure.pk])
        return reverse("registration:activity", args=[self.structure.pk, self.activity.pk])


def _stay_at(form: ActivityForm, name: str) -> None:
    """The page opens on the search box whose button was pressed."""
    for each, field in form.fields.items():
        field.widget.attrs.pop("autofocus", None)
        if each == name:
            field.widget.attrs["autofocus"] = True
