"""Who acts for a structure, or for a buyer, and who has been asked to."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .known_values import known_values


class MemberRole(models.TextChoices):
    OWNER = "owner", "Responsable"
    EDITOR = "editor", "Contributeur"


class StructureMembership(models.Model):
    """Somebody keeps a structure's profile. One owner at most: who hands over becomes an editor."""

    Role = MemberRole

    structure = models.ForeignKey(
        "suppliers.Structure", models.CASCADE, related_name="memberships", verbose_name="structure"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="structure_memberships", verbose_name="compte"
    )
    role = models.CharField("rôle", max_length=6, choices=MemberRole.choices)
    joined_at = models.DateTimeField("depuis le", default=timezone.now)

    class Meta:
        verbose_name = "membre d’une structure"
        verbose_name_plural = "membres des structures"
        ordering = ["structure", "-role", "joined_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "user"],
                name="structure_member_is_one_once",
                violation_error_message="Ce compte est déjà membre de cette structure.",
            ),
            models.UniqueConstraint(
                fields=["structure"],
                condition=Q(role="owner"),
                name="structure_has_one_owner",
                violation_error_message="Une structure a un seul responsable.",
            ),
            known_values("structure_member", role=MemberRole.values),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.structure}"


class BuyerOrganisation(models.Model):
    """A contracting authority whose officers share their shortlists and needs."""

    name = models.CharField("nom", max_length=200)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    territory = models.ForeignKey(
        "suppliers.Territory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="territoire",
    )
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    class Meta:
        verbose_name = "organisation d’acheteurs"
        verbose_name_plural = "organisations d’acheteurs"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="buyer_organisation_has_a_name",
                condition=~Q(name=""),
                violation_error_message="Une organisation a un nom.",
            ),
            models.CheckConstraint(
                name="buyer_organisation_siret_has_14_digits",
                condition=Q(siret="") | Q(siret__regex=r"\A[0-9]{14}\Z"),
                violation_error_message="Le SIRET compte quatorze chiffres.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BuyerMembership(models.Model):
    """An officer of a buyer organisation."""

    Role = MemberRole

    organisation = models.ForeignKey(
        BuyerOrganisation, models.CASCADE, related_name="memberships", verbose_name="organisation"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="buyer_memberships", verbose_name="compte"
    )
    role = models.CharField("rôle", max_length=6, choices=MemberRole.choices)
    joined_at = models.DateTimeField("depuis le", default=timezone.now)

    class Meta:
        verbose_name = "membre d’une organisation d’acheteurs"
        verbose_name_plural = "membres des organisations d’acheteurs"
        ordering = ["organisation", "-role", "joined_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                name="buyer_member_is_one_once",
                violation_error_message="Ce compte est déjà membre de cette organisation.",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(role="owner"),
                name="buyer_organisation_has_one_owner",
                violation_error_message="Une organisation a un seul responsable.",
            ),
            known_values("buyer_member", role=MemberRole.values),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        """Those that can still be accepted."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def abandoned(self) -> InvitationQuerySet:
        """Those that nobody took, a month after they could have been."""
        return self.filter(accepted_at=None, expires_at__lt=timezone.now() - timedelta(days=30))


class Invitation(models.Model):
    """Somebody is asked by e-mail to join a structure or a buyer organisation.

    Only the digest (SHA-256, hexadecimal) of the link's secret is kept: who reads the table joins nothing.
    """

    structure = models.ForeignKey(
        "suppliers.Structure", models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    organisation = models.ForeignKey(
        BuyerOrganisation, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    email = models.EmailField("adresse électronique")
    secret_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField("envoyée le", auto_now_add=True)
    expires_at = models.DateTimeField("valable jusqu’au")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    revoked_at = models.DateTimeField("annulée le", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="invitation_leads_to_one_place",
                condition=Q(structure__isnull=False, organisation=None)
                | Q(structure=None, organisation__isnull=False),
                violation_error_message="Une invitation mène à une structure ou à une organisation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.structure or self.organisation}"
