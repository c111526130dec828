"""Structures a buyer has picked, alone or with colleagues; groups of them; what was asked and answered."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .known_values import known_values

MOST_PICKED = 50


class Shortlist(models.Model):
    """A « sélection »: that of a need, or one of its own."""

    workspace = models.ForeignKey(
        "suppliers.Workspace", models.CASCADE, related_name="shortlists", verbose_name="espace"
    )
    need = models.OneToOneField(
        "suppliers.Need",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="shortlist",
        verbose_name="besoin",
    )
    title = models.CharField("titre", max_length=200, blank=True)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    updated_at = models.DateTimeField("modifiée le", auto_now=True)

    class Meta:
        verbose_name = "sélection"
        verbose_name_plural = "sélections"
        ordering = ["-updated_at", "-id"]

    def __str__(self) -> str:
        return self.title or (str(self.need) if self.need else "Ma sélection")


class PickStatus(models.TextChoices):
    TO_CONTACT = "to_contact", "À contacter"
    CONTACTED = "contacted", "Contactée"
    INTERESTED = "interested", "Intéressée"
    QUOTED = "quoted", "Devis reçu"
    SET_ASIDE = "set_aside", "Écartée"


class ShortlistItemQuerySet(models.QuerySet["ShortlistItem"]):
    def held(self) -> ShortlistItemQuerySet:
        """Those that were not taken out."""
        return self.filter(removed_at=None)


class ShortlistItem(models.Model):
    """A structure of a shortlist. It stays when the structure leaves the directory.

    `known`: the directory's card (`DirectoryEntry.card`) the day it was picked. `told`: what alerts have said
    of its change, keys of `showing.card_changes` by the number of the account. `removed_at`: taken out, and
    can be put back as it was. `reason`: why it is set aside, or kept. `shown_order`: the order of the
    proposals it was picked from, in words; empty when it was not.
    """

    Status = PickStatus

    shortlist = models.ForeignKey(Shortlist, models.CASCADE, related_name="items", verbose_name="sélection")
    structure = models.ForeignKey(
        "suppliers.Structure", models.SET_NULL, null=True, related_name="+", verbose_name="structure"
    )
    position = models.PositiveSmallIntegerField("rang", default=0)
    status = models.CharField(
        "état", max_length=10, choices=PickStatus.choices, default=PickStatus.TO_CONTACT
    )
    reason = models.CharField("motif", max_length=300, blank=True)
    note = models.TextField("note", blank=True)
    tags = ArrayField(models.CharField(max_length=40), verbose_name="étiquettes", default=list, blank=True)
    lots = models.ManyToManyField("suppliers.Lot", related_name="picks", blank=True, verbose_name="lots")
    found_by = models.TextField("recherche", blank=True)
    shown_order = models.CharField("ordre d’affichage", max_length=120, blank=True, db_default="")
    known = models.JSONField("fiche le jour du choix", default=dict)
    told = models.JSONField("changement déjà signalé", default=dict)
    added_at = models.DateTimeField("ajoutée le", default=timezone.now)
    removed_at = models.DateTimeField("retirée le", null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ShortlistItemQuerySet.as_manager()

    class Meta:
        verbose_name = "structure d’une sélection"
        verbose_name_plural = "structures des sélections"
        ordering = ["shortlist", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["shortlist", "structure"],
                name="shortlist_holds_a_structure_once",
                violation_error_message="Cette structure est déjà dans la sélection.",
            ),
            known_values("shortlist_item", status=PickStatus.values),
            models.CheckConstraint(
                name="shortlist_item_set_aside_for_a_reason",
                condition=~Q(status="set_aside") | ~Q(reason=""),
                violation_error_message="Écarter une structure demande un motif objectif.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.known.get("name", "")) or str(self.structure)


class ShareLink(models.Model):
    """A shortlist may be read by who has the link, until it ends or is taken back.

    The address holds `key` signed: who reads the table opens nothing.
    """

    shortlist = models.ForeignKey(Shortlist, models.CASCADE, related_name="links", verbose_name="sélection")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    expires_at = models.DateTimeField("valable jusqu’au")
    revoked_at = models.DateTimeField("annulé le", null=True, blank=True)

    class Meta:
        verbose_name = "lien de partage"
        verbose_name_plural = "liens de partage"
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.shortlist} jusqu’au {self.expires_at:%d/%m/%Y}"


class ConsortiumForm(models.TextChoices):
    CONJOINT = "conjoint", "Conjoint"
    SOLIDAIRE = "solidaire", "Solidaire"


class Consortium(models.Model):
    """A groupement that a buyer has composed for a need: who would answer what."""

    Form = ConsortiumForm

    need = models.ForeignKey(
        "suppliers.Need", models.CASCADE, related_name="consortiums", verbose_name="besoin"
    )
    title = models.CharField("titre", max_length=120, blank=True)
    form = models.CharField("forme", max_length=9, choices=ConsortiumForm.choices, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("composé le", auto_now_add=True)

    class Meta:
        verbose_name = "groupement"
        verbose_name_plural = "groupements"
        ordering = ["created_at", "id"]
        constraints = [known_values("consortium", form=["", *ConsortiumForm.values])]

    def __str__(self) -> str:
        return self.title or f"Groupement du {self.created_at:%d/%m/%Y}"


class ConsortiumMember(models.Model):
    """A member: a structure of the directory, or a conventional company named by hand.

    `lot_numbers`: the lots it answers; empty for the need as a whole.
    """

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="members")
    structure = models.ForeignKey(
        "suppliers.Structure", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField("nom", max_length=200)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    is_conventional = models.BooleanField("entreprise classique", default=False)
    is_lead = models.BooleanField("mandataire", default=False)
    lot_numbers = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="lots", default=list, blank=True
    )
    position = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "membre d’un groupement"
        verbose_name_plural = "membres des groupements"
        ordering = ["consortium", "-is_lead", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consortium"],
                condition=Q(is_lead=True),
                name="consortium_has_one_lead",
                violation_error_message="Un groupement a un seul mandataire.",
            ),
            models.UniqueConstraint(
                fields=["consortium", "structure"],
                name="consortium_holds_a_structure_once",
                violation_error_message="Cette structure est déjà membre du groupement.",
            ),
            models.CheckConstraint(
                name="consortium_member_has_a_name",
                condition=~Q(name=""),
                violation_error_message="Un membre a un nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
