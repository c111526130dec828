"""Certifications as a list of their own, and their kinds."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from suppliers.models import Certification, CertificationKind, SocialServiceCpv
from suppliers.validation.elsewhere import certification_settled, hold

from .acting import acting
from .columns import day
from .filters import ValidityFilter
from .read_only import ReadOnlyAdmin
from .refreshing import OfStructureAdmin
from .structure_forms import CERTIFICATION_FIELDS, CertificationForm


@admin.register(Certification)
class CertificationAdmin(OfStructureAdmin):
    form = CertificationForm
    list_display = ["of", "kind_label", "state", "starts", "ends", "listed"]
    list_filter = ["verification", ValidityFilter, "renewal_declared", "kind"]
    list_select_related = ["structure", "kind"]
    ordering = ["-pk"]
    sortable_by = ()
    search_fields = ["structure__siret__startswith", "number__startswith"]
    search_help_text = (
        "Un SIRET ou son début ; des mots du nom de la structure ; ou le début d’un numéro de certification."
    )
    readonly_fields = ["scope", "siren", "verified_by"]
    fields = ["structure", *CERTIFICATION_FIELDS]

    @admin.display(description="type")
    def kind_label(self, row: Certification) -> str:
        return row.kind.short_label

    @admin.display(description="vérification")
    def state(self, row: Certification) -> str:
        said = row.get_verification_display()
        return f"{said}, retirée le {day(row.revoked_on)}" if row.revoked_on else said

    @admin.display(description="début")
    def starts(self, row: Certification) -> str | None:
        return day(row.valid_from)

    @admin.display(description="fin")
    def ends(self, row: Certification) -> str | None:
        return day(row.valid_until)

    @admin.display(description="vue dans la liste")
    def listed(self, row: Certification) -> str | None:
        return day(row.listed_on)

    def save_model(
        self, request: HttpRequest, obj: Certification, form: ModelForm[Any], change: bool
    ) -> None:
        if "verification" in form.changed_data:
            verified = obj.verification == Certification.Verification.VERIFIED
            obj.verified_by = acting(request) if verified else None
        if obj.structure_id:
            hold([obj.structure_id])  # before its certifications, as who decides in the queue
        super().save_model(request, obj, form, change)
        if "verification" in form.changed_data:
            certification_settled(obj, by=acting(request))


@admin.register(CertificationKind)
class CertificationKindAdmin(ReadOnlyAdmin):
    list_display = ["short_label", "group", "scope", "basis", "opens"]
    list_filter = ["group", "scope", "basis"]
    search_fields = ["code", "label"]

    @admin.display(description="articles")
    def opens(self, kind: CertificationKind) -> str:
        return ", ".join(kind.articles)


@admin.register(SocialServiceCpv)
class SocialServiceCpvAdmin(ReadOnlyAdmin):
    list_display = ["code", "label"]
    search_fields = ["code__startswith", "label"]
