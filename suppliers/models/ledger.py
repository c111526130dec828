"""What a buyer organisation has paid, line by line, as its accounts say. Private to it, and deletable."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from .known_values import known_values


class LedgerStatus(models.TextChoices):
    UPLOADED = "uploaded", "Colonnes à indiquer"
    RUNNING = "running", "En cours"
    DONE = "done", "Importé"
    FAILED = "failed", "Échoué"


class Ledger(models.Model):
    """One file of accounts. `columns` maps what we read ("siret", "amount"…) to the file's headings."""

    Status = LedgerStatus

    organisation = models.ForeignKey(
        "suppliers.BuyerOrganisation", models.CASCADE, related_name="ledgers", verbose_name="organisation"
    )
    file_name = models.CharField("fichier", max_length=200)
    sha256 = models.CharField("empreinte du fichier", max_length=64, blank=True, default="", db_default="")
    content = models.BinaryField("contenu du fichier, jusqu’à sa lecture", null=True)
    columns = models.JSONField("colonnes", default=dict)
    status = models.CharField(
        "état", max_length=8, choices=LedgerStatus.choices, default=LedgerStatus.UPLOADED
    )
    rows = models.PositiveIntegerField("lignes du fichier", default=0)
    rows_read = models.PositiveIntegerField("lignes lues", default=0)
    rows_kept = models.PositiveIntegerField("lignes gardées", default=0)
    rows_refused = models.PositiveIntegerField("lignes refusées", default=0)
    error = models.CharField("erreur", max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("reçu le", auto_now_add=True)
    finished_at = models.DateTimeField("lu le", null=True, blank=True)

    class Meta:
        verbose_name = "grand livre"
        verbose_name_plural = "grands livres"
        ordering = ["-created_at", "-id"]
        constraints = [known_values("ledger", status=LedgerStatus.values)]

    def __str__(self) -> str:
        return self.file_name


class LedgerLine(models.Model):
    """One payment, in euros HT. `siren` comes from the SIRET, or alone where the accounts know no more."""

    ledger = models.ForeignKey(Ledger, models.CASCADE, related_name="lines", verbose_name="grand livre")
    number = models.PositiveIntegerField("ligne du fichier")
    siret = models.CharField("SIRET", max_length=14, blank=True)
    siren = models.CharField("SIREN", max_length=9)
    supplier = models.CharField("fournisseur", max_length=200, blank=True)
    label = models.CharField("libellé", max_length=300, blank=True)
    amount_excl_tax = models.DecimalField("montant HT (€)", max_digits=14, decimal_places=2)
    paid_on = models.DateField("date")

    class Meta:
        verbose_name = "ligne de dépense"
        verbose_name_plural = "lignes de dépense"
        ordering = ["ledger", "number"]
        constraints = [
            models.CheckConstraint(
                name="ledger_line_siren_has_9_digits",
                condition=Q(siren__regex=r"\A[0-9]{9}\Z"),
                violation_error_message="Le SIREN compte neuf chiffres.",
            ),
            models.CheckConstraint(
                name="ledger_line_siret_has_14_digits",
                condition=Q(siret="") | Q(siret__regex=r"\A[0-9]{14}\Z"),
                violation_error_message="Le SIRET compte quatorze chiffres.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier or self.siret} · {self.amount_excl_tax}"


class LedgerRefusal(models.Model):
    """A line that could not be read, and why."""

    ledger = models.ForeignKey(Ledger, models.CASCADE, related_name="refusals", verbose_name="grand livre")
    number = models.PositiveIntegerField("ligne du fichier")
    reason = models.CharField("motif", max_length=300)
    content = models.CharField("contenu", max_length=500, blank=True)

    class Meta:
        verbose_name = "ligne refusée"
        verbose_name_plural = "lignes refusées"
        ordering = ["ledger", "number"]

    def __str__(self) -> str:
        return f"ligne {self.number} : {self.reason}"
