from django.conf import settings
from django.db import models
from django.utils import timezone


class ImportRun(models.Model):
    """One reading of an official file: what it changed, by whose hand."""

    class Status(models.TextChoices):
        RUNNING = "running", "En cours"
        DONE = "done", "Terminé"
        FAILED = "failed", "Interrompu, rien n’a changé"

    source = models.CharField("source", max_length=40)
    file_name = models.CharField("fichier", max_length=200)
    file_sha256 = models.CharField("empreinte SHA-256", max_length=64, blank=True)
    listed_on = models.DateField("date de la liste", null=True, blank=True)
    within = models.CharField("limité à", max_length=5, blank=True)
    dry_run = models.BooleanField("essai à blanc", default=False)
    status = models.CharField("état", max_length=8, choices=Status.choices, default=Status.RUNNING)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="par",
    )
    started_at = models.DateTimeField("commencé le", auto_now_add=True)
    finished_at = models.DateTimeField("terminé le", null=True, blank=True)
    rows = models.PositiveIntegerField("lignes", default=0)
    created = models.PositiveIntegerField("structures créées", default=0)
    updated = models.PositiveIntegerField("structures modifiées", default=0)
    unchanged = models.PositiveIntegerField("structures inchangées", default=0)
    left = models.PositiveIntegerField("structures sorties de la liste", default=0)
    skipped = models.PositiveIntegerField("lignes hors du territoire demandé", default=0)
    refused = models.PositiveIntegerField("lignes refusées", default=0)
    doubtful = models.PositiveIntegerField("lignes douteuses", default=0)

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"{self.file_name} · {timezone.localtime(self.started_at):%d/%m/%Y %H:%M}"


class ImportIssue(models.Model):
    """A row that was refused, or kept with a doubt: where, what and why, in plain French."""

    class Severity(models.TextChoices):
        REFUSED = "refused", "Refusée"
        DOUBTFUL = "doubtful", "Douteuse"

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="issues", verbose_name="import")
    line = models.PositiveIntegerField("ligne du fichier")
    column = models.CharField("colonne", max_length=80, blank=True)
    value = models.CharField("valeur", max_length=200, blank=True)
    severity = models.CharField("gravité", max_length=8, choices=Severity.choices)
    code = models.SlugField("motif", max_length=40)
    reason = models.CharField("explication", max_length=300)

    class Meta:
        verbose_name = "ligne refusée ou douteuse"
        verbose_name_plural = "lignes refusées ou douteuses"
        ordering = ["run", "line", "id"]

    def __str__(self) -> str:
        return f"ligne {self.line} : {self.reason}"
