"""The log of what people change: who, when, before, after. Nothing here is ever rewritten."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class EventQuerySet(models.QuerySet["Event"]):
    def record(
        self,
        action: str,
        *,
        by: Any = None,
        structure: Any = None,
        item: Any = None,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        note: str = "",
        batch: UUID | None = None,
    ) -> Event:
        """Write one event, in the transaction of the change it tells of. `by`: None is the site itself."""
        return self.create(
            action=action,
            by=by,
            by_site=by is None,
            structure=structure,
            structure_name=str(structure) if structure else "",
            item=item,
            before=before or {},
            after=after or {},
            note=note,
            batch=batch,
        )


class Event(models.Model):
    """One change. `action` is `room.verb` ("validation.approve"); its words are in `accounts/log_words.py`.

    `batch`: the same for all that one press decided together, and for what takes it back.

    An account that is deleted leaves its events without a name: they are not the site's for all that.
    """

    at = models.DateTimeField("le", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="par"
    )
    by_site = models.BooleanField("par le site lui-même", default=False, db_default=False)
    action = models.CharField("action", max_length=60)
    structure = models.ForeignKey(
        "suppliers.Structure", models.SET_NULL, null=True, related_name="events", verbose_name="structure"
    )
    structure_name = models.CharField("structure", max_length=200, blank=True)
    item = models.ForeignKey(
        "suppliers.ReviewItem", models.SET_NULL, null=True, related_name="events", verbose_name="élément"
    )
    before = models.JSONField("avant", default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField("après", default=dict, encoder=DjangoJSONEncoder)
    note = models.TextField("précision", blank=True)
    batch = models.UUIDField("lot", null=True, editable=False)
    undone_at = models.DateTimeField("annulée le", null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="annulée par"
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "événement"
        verbose_name_plural = "journal"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="event_latest"),
            models.Index(
                fields=["batch", "action", "id"], condition=models.Q(batch__isnull=False), name="event_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} · {self.structure_name}"
