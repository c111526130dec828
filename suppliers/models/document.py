"""Files that structures hand in: proofs for members and validators, photos for everybody."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import Q


def documents() -> Storage:
    """Outside of the web root; asked for at each use, so that settings decide."""
    return storages["documents"]


def unguessable_name(_instance: models.Model, filename: str) -> str:
    """A folder of two letters and 122 bits of chance; what the file was called is only in the table."""
    name = uuid.uuid4().hex
    suffix = filename.rpartition(".")[2].lower()
    return f"{name[:2]}/{name}.{suffix}"


class Document(models.Model):
    """A PDF, JPEG or PNG that proves something: its type was read in its content, not in its name."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    structure = models.ForeignKey("suppliers.Structure", models.CASCADE, related_name="documents")
    item = models.ForeignKey(
        "suppliers.ReviewItem", models.SET_NULL, null=True, blank=True, related_name="documents"
    )
    certification = models.ForeignKey(
        "suppliers.Certification", models.SET_NULL, null=True, blank=True, related_name="documents"
    )
    file = models.FileField("fichier", upload_to=unguessable_name, storage=documents, max_length=100)
    name = models.CharField("nom", max_length=120)
    content_type = models.CharField("type", max_length=20)
    size = models.PositiveIntegerField("taille (octets)")
    sha256 = models.CharField("empreinte", max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField("reçu le", auto_now_add=True)

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documents"
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="document_is_a_pdf_or_an_image",
                condition=Q(content_type__in=["application/pdf", "image/jpeg", "image/png"]),
                violation_error_message="Un document est un PDF, un JPEG ou un PNG.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Photo(models.Model):
    """A picture of what a structure sells, re-encoded by us: nothing of the camera's data is left."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    structure = models.ForeignKey("suppliers.Structure", models.CASCADE, related_name="photos")
    activity = models.ForeignKey(
        "suppliers.Activity", models.SET_NULL, null=True, blank=True, related_name="photos"
    )
    file = models.ImageField(
        "image",
        upload_to=unguessable_name,
        storage=documents,
        max_length=100,
        width_field="width",
        height_field="height",
    )
    width = models.PositiveIntegerField("largeur (pixels)", editable=False, default=0)
    height = models.PositiveIntegerField("hauteur (pixels)", editable=False, default=0)
    description = models.CharField("ce qu’elle montre", max_length=160)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField("reçue le", auto_now_add=True)

    class Meta:
        verbose_name = "photo"
        verbose_name_plural = "photos"
        ordering = ["structure", "id"]

    def __str__(self) -> str:
        return self.description
