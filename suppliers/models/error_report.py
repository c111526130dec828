from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    def open(self) -> ErrorReportQuerySet:
        """Those nobody has seen to yet."""
        return self.filter(handled_at=None)


class ErrorReport(models.Model):
    """What a visitor says is wrong on a structure's page; read by the admins."""

    class Kind(models.TextChoices):
        CLOSED = "closed", "La structure est fermée"
        ADDRESS = "address", "L’adresse ou le point sur la carte est faux"
        CONTACT = "contact", "Le contact ne répond pas"
        CERTIFICATION = "certification", "Une certification est fausse ou dépassée"
        NOT_ESS = "not_ess", "Ce n’est pas une structure de l’ESS"
        DUPLICATE = "duplicate", "La structure figure deux fois"
        OTHER = "other", "Autre chose"

    structure = models.ForeignKey(
        "suppliers.Structure", models.CASCADE, related_name="error_reports", verbose_name="structure"
    )
    kind = models.CharField("erreur", max_length=14, choices=Kind.choices)
    message = models.TextField("précisions", max_length=2000, blank=True)
    email = models.EmailField("adresse de qui signale", blank=True)
    created_at = models.DateTimeField("signalé le", auto_now_add=True)
    handled_at = models.DateTimeField("traité le", null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="traité par",
    )

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = "signalement"
        verbose_name_plural = "signalements"
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["created_at"], name="error_report_created_at")]
        constraints = [
            models.CheckConstraint(
                name="error_report_other_is_explained",
                condition=~Q(kind="other") | ~Q(message=""),
                violation_error_message="Dites en quelques mots ce qui ne va pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.structure}"
