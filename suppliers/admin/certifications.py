"""Certifications as a list of their own, and their kinds."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from suppliers.models import Certification, CertificationKind, SocialServiceCpv

from .read_only import ReadOnlyAdmin
from .refreshing import OfStructureAdmin
from .structure_forms import CERTIFICATION_FIELDS, CertificationForm


@admin.register(Certification)
class CertificationAdmin(OfStructureAdmin):
    form = CertificationForm
    list_display = [
        "structure",
        "kind_code",
        "verification",
        "valid_from",
        "valid_until",
        "listed_on",
        "revoked_on",
    ]
    list_filter = ["verification", "kind", "renewal_declared"]
    ordering = ["-pk"]
    sortable_by: list[str] = []
    search_fields = ["structure__siret__startswith", "number__startswith"]
    search_help_text = "Le début d'un SIRET ou d'un numéro de certification."
    readonly_fields = ["scope", "siren", "verified_by"]
    fields = ["structure", *CERTIFICATION_FIELDS]

    @admin.display(description="type")
    def kind_code(self, row: Certification) -> str:
        return row.kind_id

    def save_model(
        self, request: HttpRequest, obj: Certification, form: ModelForm[Any], change: bool
    ) -> None:
        if "verification" in form.changed_data:
            verified = obj.verification == Certification.Verification.VERIFIED
            obj.verified_by = request.user if verified else None  # type: ignore[assignment]
        super().save_model(request, obj, form, change)


@admin.register(CertificationKind)
class CertificationKindAdmin(ReadOnlyAdmin):
    list_display = ["number", "code", "short_label", "group", "scope", "basis", "articles"]
    list_display_links = ["code"]
    list_filter = ["group", "scope", "basis"]
    search_fields = ["code", "label"]


@admin.register(SocialServiceCpv)
class SocialServiceCpvAdmin(ReadOnlyAdmin):
    list_display = ["code", "label"]
    search_fields = ["code__startswith", "label"]
