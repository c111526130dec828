"""Whose work it is: a visitor's, an account's or a buyer organisation's; and who did what in it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .known_values import known_values

VISITOR_DAYS = 30
VISITORS_KEY = "workspace"  # in a visitor's session: the number of their workspace
MOST_ALERTED = 5_000  # structures of a search that is told of
NOT_COUNTED = [0]  # no structure has this number
LONGEST_QUERY = 2_000  # characters: an index holds it


class WorkspaceQuerySet(models.QuerySet["Workspace"]):
    def forgotten(self, today: dt.date) -> WorkspaceQuerySet:
        """Those of visitors who have not come back in time."""
        since = today - dt.timedelta(days=VISITOR_DAYS)
        return self.filter(user=None, organisation=None, last_used_on__lt=since)


class AlertFrequency(models.TextChoices):
    NEVER = "never", "Jamais"
    DAILY = "daily", "Chaque jour"
    WEEKLY = "weekly", "Chaque semaine"


class Workspace(models.Model):
    """Where needs, shortlists and saved searches are kept. Of neither an account nor an organisation: of a
    visitor, whose session alone knows its number.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="workspace",
        verbose_name="compte",
    )
    organisation = models.OneToOneField(
        "suppliers.BuyerOrganisation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="workspace",
        verbose_name="organisation",
    )
    created_at = models.DateTimeField("ouvert le", auto_now_add=True)
    last_used_on = models.DateField("utilisé le", default=timezone.localdate)

    objects = WorkspaceQuerySet.as_manager()

    class Meta:
        verbose_name = "espace de travail"
        verbose_name_plural = "espaces de travail"
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["last_used_on"],
                condition=Q(user=None, organisation=None),
                name="workspace_of_a_visitor",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="workspace_is_of_one",
                condition=Q(user=None) | Q(organisation=None),
                violation_error_message="Un espace est celui d’un compte ou d’une organisation.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.user or "visiteur")


class WorkspaceEvent(models.Model):
    """One thing done in a workspace, which nobody outside it reads; it goes with it.

    `action` is `thing.verb` ("shortlist.add"). `by`: None for a visitor. `detail`: what was changed, as told.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="events", verbose_name="espace")
    need = models.ForeignKey("suppliers.Need", models.SET_NULL, null=True, related_name="events")
    shortlist = models.ForeignKey("suppliers.Shortlist", models.SET_NULL, null=True, related_name="events")
    structure = models.ForeignKey("suppliers.Structure", models.SET_NULL, null=True, related_name="+")
    structure_name = models.CharField("structure", max_length=200, blank=True)
    at = models.DateTimeField("le", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    action = models.CharField("action", max_length=40)
    detail = models.JSONField("détail", default=dict)

    class Meta:
        verbose_name = "action dans un espace"
        verbose_name_plural = "actions dans les espaces"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.action} · {self.structure_name}"


class SavedSearch(models.Model):
    """A search of the directory to come back to, and to be told of.

    `query`: its query string. `seen_ids`: what it found when it was last looked at or told of, NOT_COUNTED
    when that was too much. `recipient`: who is written to; nobody while the frequency is never. An
    organisation's search is the row without a recipient; each member who follows it has one beside it.
    """

    Frequency = AlertFrequency

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="searches", verbose_name="espace")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="saved_searches"
    )
    name = models.CharField("nom", max_length=120)
    query = models.TextField("recherche", blank=True)
    frequency = models.CharField(
        "courriel", max_length=6, choices=AlertFrequency.choices, default=AlertFrequency.NEVER
    )
    seen_ids = models.JSONField("déjà vues", default=list)
    created_at = models.DateTimeField("enregistrée le", auto_now_add=True)
    told_on = models.DateField("dernier envoi", null=True, blank=True)

    class Meta:
        verbose_name = "recherche enregistrée"
        verbose_name_plural = "recherches enregistrées"
        ordering = ["name", "id"]
        constraints = [
            known_values("saved_search", frequency=AlertFrequency.values),
            models.CheckConstraint(
                name="saved_search_has_a_name",
                condition=~Q(name=""),
                violation_error_message="Une recherche enregistrée a un nom.",
            ),
            models.CheckConstraint(
                name="saved_search_is_told_to_somebody",
                condition=Q(frequency="never") | Q(recipient__isnull=False),
                violation_error_message="Un courriel a un destinataire.",
            ),
            models.UniqueConstraint(
                fields=["workspace", "query", "recipient"],
                nulls_distinct=False,
                name="saved_search_is_kept_once",
                violation_error_message="Cette recherche est déjà enregistrée.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ShortlistAlert(models.Model):
    """How often an account is told of what its shortlists have lost; every week without a row."""

    Frequency = AlertFrequency

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="shortlist_alert", verbose_name="compte"
    )
    frequency = models.CharField(
        "courriel", max_length=6, choices=AlertFrequency.choices, default=AlertFrequency.WEEKLY
    )
    told_on = models.DateField("dernier envoi", null=True, blank=True)

    class Meta:
        verbose_name = "alerte sur les sélections"
        verbose_name_plural = "alertes sur les sélections"
        ordering = ["user"]
        constraints = [known_values("shortlist_alert", frequency=AlertFrequency.values)]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_frequency_display()}"
