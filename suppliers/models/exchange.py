"""What a buyer has asked structures, and what was said: the same questions to all."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .known_values import known_values

MOST_QUESTIONS = 20


class Enquiry(models.Model):
    """One letter and one sheet of questions, sent to several structures alike (art. R2111-1).

    `is_by_site`: sent by the site, answers to `reply_to`; else by the officer's own mail. Once `frozen_at` is
    set, the database refuses another text (trigger `enquiry_text_is_frozen`): all get the same. `form_key`:
    of the form it was typed in, so that a form sent twice makes one.
    """

    shortlist = models.ForeignKey(
        "suppliers.Shortlist", models.CASCADE, related_name="enquiries", verbose_name="sélection"
    )
    subject = models.CharField("objet", max_length=200)
    message = models.TextField("message")
    questions = ArrayField(
        models.CharField(max_length=500), verbose_name="questions", default=list, blank=True
    )
    reply_to = models.EmailField("adresse de réponse", blank=True)
    is_by_site = models.BooleanField("envoyée par le site", default=False)
    answers_due_on = models.DateField("réponses attendues le", null=True, blank=True)
    frozen_at = models.DateTimeField("texte figé le", null=True, blank=True)
    form_key = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("préparée le", auto_now_add=True)

    class Meta:
        verbose_name = "demande d’information"
        verbose_name_plural = "demandes d’information"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="enquiry_by_site_says_where_to_answer",
                condition=Q(is_by_site=False) | ~Q(reply_to=""),
                violation_error_message="Donnez l’adresse où les structures répondent.",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class EnquiryRecipient(models.Model):
    """One structure that was asked. `key`, signed, opens its page of answers, without an account.

    `answers`: one text for each question, in their order; None while it has not answered.
    `answered_by`: who filled it in, as they say; `is_noted`: the buyer noted it for them. `comment`:
    what they add to the answers; `confidential`: what they keep apart (CRPA art. L311-6). `documents`: names
    of the papers that came with an answer that the buyer noted.
    """

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="recipients", verbose_name="demande")
    structure = models.ForeignKey("suppliers.Structure", models.SET_NULL, null=True, related_name="+")
    structure_name = models.CharField("structure", max_length=200)
    email = models.EmailField("adresse électronique", blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    is_sent_by_site = models.BooleanField("envoyée par le site", default=False)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    answered_by = models.CharField("répondue par", max_length=120, blank=True)
    answered_role = models.CharField("fonction", max_length=120, blank=True)
    is_noted = models.BooleanField("notée par l’acheteur", default=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answers = models.JSONField("réponses", null=True, blank=True)
    comment = models.TextField("autres précisions", blank=True)
    documents = models.TextField("pièces reçues", blank=True, default="", db_default="")
    confidential = models.TextField("secret des affaires", blank=True)

    class Meta:
        verbose_name = "structure interrogée"
        verbose_name_plural = "structures interrogées"
        ordering = ["enquiry", "structure_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry", "structure"],
                name="enquiry_asks_a_structure_once",
                violation_error_message="Cette structure est déjà interrogée.",
            ),
            models.CheckConstraint(
                name="enquiry_by_site_has_left",
                condition=Q(is_sent_by_site=False) | Q(sent_at__isnull=False) & ~Q(email=""),
                violation_error_message="Une lettre du site est partie un jour, à une adresse.",
            ),
            models.CheckConstraint(
                name="enquiry_answers_come_with_their_day",
                condition=Q(answers=None, answered_at=None)
                | Q(answers__isnull=False, answered_at__isnull=False),
                violation_error_message="Une réponse a une date.",
            ),
        ]

    def __str__(self) -> str:
        return self.structure_name


class ExchangeChannel(models.TextChoices):
    PHONE = "phone", "Téléphone"
    EMAIL = "email", "Courriel"
    MEETING = "meeting", "Rendez-vous"
    VISIT = "visit", "Visite"
    OTHER = "other", "Autre"


class Exchange(models.Model):
    """Something said with a structure, as the buyer notes it.

    `confidential` holds business secrets (CRPA art. L311-6): it never leaves the workspace by itself.
    `documents`: names of the papers that changed hands.
    """

    Channel = ExchangeChannel

    shortlist = models.ForeignKey(
        "suppliers.Shortlist", models.CASCADE, related_name="exchanges", verbose_name="sélection"
    )
    structure = models.ForeignKey("suppliers.Structure", models.SET_NULL, null=True, related_name="+")
    structure_name = models.CharField("structure", max_length=200)
    held_on = models.DateField("date", default=timezone.localdate)
    channel = models.CharField("moyen", max_length=7, choices=ExchangeChannel.choices)
    participants = models.CharField("participants", max_length=300, blank=True)
    content = models.TextField("contenu")
    information_given = models.TextField("informations données par l’acheteur", blank=True)
    documents = models.TextField("pièces reçues ou remises", blank=True, default="", db_default="")
    confidential = models.TextField("secret des affaires", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("noté le", auto_now_add=True)
    form_key = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)

    class Meta:
        verbose_name = "échange"
        verbose_name_plural = "échanges"
        ordering = ["-held_on", "-id"]
        constraints = [known_values("exchange", channel=ExchangeChannel.values)]

    def __str__(self) -> str:
        return f"{self.structure_name} · {self.held_on:%d/%m/%Y}"


class SourcingRecord(models.Model):
    """The « dossier de sourcing » as it stood: its content, its files and their SHA-256 (hexadecimal).

    The database refuses to change any of it (trigger `sourcing_record_is_frozen`). What is made again has the
    same number and the next version.
    """

    workspace = models.ForeignKey("suppliers.Workspace", models.CASCADE, related_name="records")
    need = models.ForeignKey("suppliers.Need", models.SET_NULL, null=True, related_name="records")
    number = models.CharField("numéro", max_length=20)
    version = models.PositiveSmallIntegerField("version", default=1)
    title = models.CharField("titre", max_length=200)
    content = models.JSONField("contenu")
    sha256 = models.CharField("empreinte du contenu", max_length=64)
    docx = models.BinaryField("document texte")
    docx_sha256 = models.CharField("empreinte du document texte", max_length=64)
    xlsx = models.BinaryField("tableur")
    xlsx_sha256 = models.CharField("empreinte du tableur", max_length=64)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("établi le", default=timezone.now)

    class Meta:
        verbose_name = "dossier de sourcing"
        verbose_name_plural = "dossiers de sourcing"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="sourcing_record_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} v{self.version}"


class SealedFile(models.TextChoices):
    JSON = "json", "contenu"
    DOCX = "docx", "document texte"
    XLSX = "xlsx", "tableur"


class RecordSeal(models.Model):
    """The SHA-256 of one file of a record (hexadecimal): by it, a file is known to be unaltered.

    It names nobody, and outlives the record: what a visitor took away can be checked once their workspace is
    forgotten, and no number is ever given twice.
    """

    Kind = SealedFile

    number = models.CharField("numéro", max_length=20)
    version = models.PositiveSmallIntegerField("version")
    kind = models.CharField("fichier", max_length=4, choices=SealedFile.choices)
    sha256 = models.CharField("empreinte", max_length=64, unique=True)
    sealed_at = models.DateTimeField("établi le")

    class Meta:
        verbose_name = "empreinte de dossier"
        verbose_name_plural = "empreintes de dossiers"
        ordering = ["-sealed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "version", "kind"], name="record_seal_is_set_once_for_each_file"
            ),
            known_values("record_seal", kind=SealedFile.values),
            models.CheckConstraint(
                name="record_seal_is_a_sha256",
                condition=Q(sha256__regex=r"\A[0-9a-f]{64}\Z"),
                violation_error_message="Une empreinte SHA-256 compte 64 chiffres hexadécimaux.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} v{self.version} · {self.get_kind_display()}"
