"""What waits for a decision, whatever it is: one queue, and one row for one thing to decide."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from .known_values import known_values


class ReviewKind(models.TextChoices):
    STRUCTURE = "structure", "Nouvelle structure"
    CLAIM = "claim", "Revendication"
    CHANGE = "change", "Modification proposée"
    CERTIFICATION = "certification", "Certification"
    REPORT = "report", "Erreur signalée"
    IMPORT = "import", "Écart avec un import"
    DUPLICATE = "duplicate", "Doublon probable"


class ReviewStatus(models.TextChoices):
    WAITING = "waiting", "À décider"
    ASKED = "asked", "En attente de la structure"
    APPROVED = "approved", "Acceptée"
    REFUSED = "refused", "Refusée"
    WITHDRAWN = "withdrawn", "Retirée"


OPEN = [ReviewStatus.WAITING, ReviewStatus.ASKED]
_OPEN_VALUES = ["waiting", "asked"]


class ReviewItemQuerySet(models.QuerySet["ReviewItem"]):
    def open(self) -> ReviewItemQuerySet:
        return self.filter(status__in=_OPEN_VALUES)

    def within(self, territory_ids: list[int]) -> ReviewItemQuerySet:
        """Those whose structure stands in one of these territories or in a part of them; all for none."""
        if not territory_ids:
            return self
        return self.filter(structure__territory__ancestor_ids__overlap=territory_ids)


class ReviewItem(models.Model):
    """One thing that an admin decides.

    `key` tells it from others of its kind for one structure: "" for a new structure and a change, the
    account's number for a claim, `row-<id>` or `new-<kind>-<start>` for a certification, the report's number,
    the field of an import difference, the other structure's number for a duplicate. `data` is what is
    proposed: `{"fields": {name: {"before": …, "after": …}}}` for a change or an import difference,
    `{"certification": {…}}` for one that is proposed, free for the rest. `version` counts the decisions: who
    decides on another than the one they saw is told.
    """

    Kind = ReviewKind
    Status = ReviewStatus

    kind = models.CharField("nature", max_length=13, choices=ReviewKind.choices)
    status = models.CharField(
        "état", max_length=9, choices=ReviewStatus.choices, default=ReviewStatus.WAITING
    )
    structure = models.ForeignKey(
        "suppliers.Structure", models.CASCADE, related_name="review_items", verbose_name="structure"
    )
    key = models.CharField("clé", max_length=80, blank=True)
    other = models.ForeignKey(
        "suppliers.Structure", models.CASCADE, null=True, blank=True, related_name="+", verbose_name="double"
    )
    certification = models.ForeignKey(
        "suppliers.Certification",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="review_items",
        verbose_name="certification",
    )
    report = models.ForeignKey(
        "suppliers.ErrorReport",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="review_items",
        verbose_name="signalement",
    )
    data = models.JSONField("proposition", default=dict, blank=True)
    message = models.TextField("message", max_length=2000, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="submitted_items",
        verbose_name="proposée par",
    )
    created_at = models.DateTimeField("reçue le", auto_now_add=True)
    updated_at = models.DateTimeField("modifiée le", auto_now=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_items",
        verbose_name="suivie par",
    )
    assigned_at = models.DateTimeField("suivie depuis le", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=0)
    question = models.TextField("question à la structure", max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="décidée par",
    )
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    reason = models.CharField("motif du refus", max_length=40, blank=True)
    answer = models.TextField("explication", max_length=2000, blank=True)

    objects = ReviewItemQuerySet.as_manager()

    class Meta:
        verbose_name = "élément à valider"
        verbose_name_plural = "éléments à valider"
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(
                fields=["kind", "created_at", "id"],
                condition=Q(status__in=_OPEN_VALUES),
                name="review_item_open",
            ),
            models.Index(fields=["decided_at"], name="review_item_decided_at"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "kind", "key"],
                condition=Q(status__in=_OPEN_VALUES),
                name="review_item_is_open_once",
                violation_error_message="Cette demande est déjà dans la file.",
            ),
            known_values("review_item", kind=ReviewKind.values, status=ReviewStatus.values),
            models.CheckConstraint(
                name="review_item_decided_on_a_day",
                condition=Q(status__in=_OPEN_VALUES, decided_at=None)
                | (~Q(status__in=_OPEN_VALUES) & Q(decided_at__isnull=False)),
                violation_error_message="Une décision est datée.",
            ),
            models.CheckConstraint(
                name="review_item_duplicate_has_another",
                condition=~Q(kind="duplicate") | Q(other__isnull=False),
                violation_error_message="Un doublon désigne deux structures.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.structure}"

    @property
    def is_open(self) -> bool:
        return self.status in _OPEN_VALUES

    @property
    def fields(self) -> dict[str, dict[str, Any]]:
        """What is proposed, field by field: `before` and `after`."""
        found: dict[str, dict[str, Any]] = self.data.get("fields", {})
        return found


class NotDuplicate(models.Model):
    """Two structures that somebody has looked at and found to be two."""

    first = models.ForeignKey("suppliers.Structure", models.CASCADE, related_name="+")
    second = models.ForeignKey("suppliers.Structure", models.CASCADE, related_name="+")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField("dit le", auto_now_add=True)

    class Meta:
        verbose_name = "faux doublon"
        verbose_name_plural = "faux doublons"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_duplicate_is_said_once"),
            models.CheckConstraint(
                name="not_duplicate_in_order",
                condition=Q(first__lt=models.F("second")),
                violation_error_message="La première des deux a le plus petit numéro.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
