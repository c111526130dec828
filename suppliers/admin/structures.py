"""Structures, with their certifications, activities and references."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.forms import ModelForm
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from stdnum.fr import siret as siret_number

from suppliers import search
from suppliers.imports.fields import IMPORTED_FIELDS
from suppliers.models import Activity, Certification, ClientReference, DirectoryEntry, Structure
from suppliers.models.activity import MOST_ACTIVITIES
from suppliers.validation import publishing
from suppliers.validation.elsewhere import certification_settled

from .acting import acting
from .choices import ChoosingAdmin, PrefilledAdmin
from .columns import day, field_label
from .conflicts import SEEN, UnchangedSinceFormSet
from .deleting import without_links
from .fields import MULTILINE
from .filters import ClaimedFilter, ConfirmedFilter, KindFilter, LeftListFilter, SourceFilter, TerritoryFilter
from .finding import find_structures
from .structure_actions import hide, publish, refresh
from .structure_forms import (
    CERTIFICATION_FIELDS,
    ActivityForm,
    CertificationForm,
    CertificationFormSet,
    StructureForm,
)

_LEFT_POINT = (
    "La structure est placée au centre de sa commune, jusqu’au prochain géocodage de son adresse. "
    "Vous pouvez saisir sa latitude et sa longitude."
)
_NO_POINT = (
    "La commune n’est pas connue : la structure n’est pas sur la carte. "
    "Vous pouvez saisir sa latitude et sa longitude."
)


class CertificationInline(ChoosingAdmin, admin.StackedInline):
    model = Certification
    form = CertificationForm
    formset = CertificationFormSet
    extra = 0
    readonly_fields = ["verified_by", "scope", "siren"]
    fields = CERTIFICATION_FIELDS
    classes = ["collapse"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Certification]:
        return super().get_queryset(request).select_related("kind", "structure")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The kinds are read once, not once for each certification."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "kind":
            field.choices = [*cast(ModelChoiceIterator, field.choices)]
        return field


class ActivityInline(ChoosingAdmin, admin.StackedInline):
    model = Activity
    form = ActivityForm
    formfield_overrides = MULTILINE
    formset = UnchangedSinceFormSet
    extra = 0
    max_num = MOST_ACTIVITIES
    autocomplete_fields = ["sectors", "territories"]
    classes = ["collapse"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Activity]:
        rows = super().get_queryset(request).select_related("structure")
        return rows.prefetch_related("sectors", "territories")


class ClientReferenceInline(admin.TabularInline):
    model = ClientReference
    formset = UnchangedSinceFormSet
    extra = 0
    classes = ["collapse"]


@admin.register(Structure)
class StructureAdmin(PrefilledAdmin):
    form = StructureForm
    formfield_overrides = MULTILINE
    inlines = [CertificationInline, ActivityInline, ClientReferenceInline]
    list_display = ["named", "siret_in_groups", "city", "kinds", "state", "source", "confirmed"]
    list_filter = [
        "status",
        ClaimedFilter,
        ConfirmedFilter,
        KindFilter,
        SourceFilter,
        LeftListFilter,
        "geo_precision",
        "admin_state",
        TerritoryFilter,
    ]
    list_per_page = 50
    ordering = ["-pk"]  # by name, the whole table would be sorted for each page
    sortable_by = ["named", "siret_in_groups", "city", "confirmed"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["siret"]  # what is typed is read by `find_structures`
    search_help_text = "Un SIRET, un SIREN ou leur début ; ou des mots du nom, de l’enseigne, de la commune."
    autocomplete_fields = ["legal_form", "territory"]
    readonly_fields = [
        "siren",
        "provenance",
        "validated_at",
        "validated_by",
        "geo_score",
        "is_demo",
        "created_at",
        "updated_at",
    ]
    actions = [publish, hide, refresh]
    fieldsets = [
        (None, {"fields": ["name", "brand", ("siret", "siren"), "rna", "status", "admin_state"]}),
        (
            "Statut juridique",
            {
                "fields": [
                    "legal_form",
                    "is_public_body",
                    "sirene_ess",
                    "rcs_ess_mention",
                    "naf_code",
                    "naf_nomenclature",
                ]
            },
        ),
        ("Taille", {"fields": ["employee_band", ("headcount", "inclusion_posts"), "lead_time_days"]}),
        ("Présentation et contact", {"fields": ["description", "website", "email", "phone"]}),
        (
            "Lieu",
            {
                "fields": [
                    "address",
                    "address_extra",
                    ("postal_code", "city"),
                    "territory",
                    ("latitude", "longitude"),
                    ("geo_precision", "geo_score"),
                ]
            },
        ),
        (
            "Provenance et suivi",
            {
                "fields": [
                    ("source", "source_date"),
                    "left_list_on",
                    "provenance",
                    "edited_fields",
                    ("claimed_at", "confirmed_on"),
                    ("validated_at", "validated_by"),
                    ("created_at", "updated_at"),
                    "is_demo",
                ]
            },
        ),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Structure | None = None) -> Any:
        """What was seen of a structure goes with the form that changes it."""
        shown = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return shown
        (title, options), *others = shown
        return [(title, {**options, "fields": [*options["fields"], SEEN]}), *others]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Structure]:
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("certifications", Certification.objects.select_related("kind")))
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Structure], search_term: str
    ) -> tuple[QuerySet[Structure], bool]:
        return find_structures(queryset, search_term), False

    def view_on_site(self, obj: Structure) -> str | None:
        return obj.get_absolute_url() if obj.status == Structure.Status.PUBLISHED else None

    @admin.display(description="structure", ordering=Coalesce(NullIf("brand", Value("")), "name"))
    def named(self, structure: Structure) -> str:
        return str(structure)

    @admin.display(description="SIRET", ordering="siret")
    def siret_in_groups(self, structure: Structure) -> str | None:
        return siret_number.format(structure.siret, separator="\u202f") if structure.siret else None

    @admin.display(description="certifications")
    def kinds(self, structure: Structure) -> str:
        return ", ".join(sorted({each.kind.short_label for each in structure.certifications.all()}))

    @admin.display(description="état", ordering="status")
    def state(self, structure: Structure) -> str:
        said, left = structure.get_status_display(), day(structure.left_list_on)
        return f"{said}, sortie de la liste le {left}" if left else said

    @admin.display(description="confirmée le", ordering="confirmed_on")
    def confirmed(self, structure: Structure) -> str | None:
        return day(structure.confirmed_on)

    @admin.display(description="source de chaque champ")
    def provenance(self, structure: Structure) -> SafeString | str:
        said = sorted(
            (field_label(name), told.get("source"), told.get("date"))
            for name, told in structure.field_sources.items()
        )
        rows = format_html_join("", "<li>{} : {}, {}</li>", said)
        return format_html("<ul>{}</ul>", rows) if said else self.get_empty_value_display()

    def save_model(
        self, request: HttpRequest, obj: Structure, form: ModelForm[Structure], change: bool
    ) -> None:
        """What is put right by hand is not undone by the next import."""
        if obj.source:
            obj.edited_fields = sorted({*obj.edited_fields, *(IMPORTED_FIELDS & set(form.changed_data))})
        if "status" in form.changed_data and obj.status == Structure.Status.PUBLISHED:
            publishing.stamp(obj, by=acting(request))
        if getattr(form, "has_left_point", False):
            self.message_user(request, _LEFT_POINT if obj.geo_precision else _NO_POINT, messages.WARNING)
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for each in formset.forms:
            if isinstance(each.instance, Certification) and "verification" in each.changed_data:
                verified = each.instance.verification == Certification.Verification.VERIFIED
                each.instance.verified_by = acting(request) if verified else None
        super().save_formset(request, form, formset, change)
        for each in formset.forms:
            is_row = isinstance(each.instance, Certification) and each.instance.pk
            if is_row and "verification" in each.changed_data:
                certification_settled(each.instance, by=acting(request))

    def save_related(self, request: HttpRequest, form: ModelForm[Any], formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        publishing.follow_siret(form.instance)
        if change and "status" in form.changed_data:
            publishing.follow_status(form.instance, form.initial.get("status", ""), by=acting(request))
        search.refresh({form.instance.pk, *self._former_sisters(form)})

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The directory row goes with its structure; that nobody deletes one alone is another matter."""
        listed, counts, missing, protected = super().get_deleted_objects(objs, request)
        missing = missing - {DirectoryEntry._meta.verbose_name}
        return *without_links(listed, counts), missing, protected

    def delete_model(self, request: HttpRequest, obj: Structure) -> None:
        publishing.remove(Structure.objects.filter(pk=obj.pk), by=acting(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Structure]) -> None:
        chosen = Structure.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)))
        publishing.remove(chosen, by=acting(request))

    def _former_sisters(self, form: ModelForm[Any]) -> list[int]:
        """Establishments of the legal unit that a corrected SIRET no longer belongs to."""
        siret = form.initial.get("siret")
        if not siret or "siret" not in form.changed_data:
            return []
        return list(Structure.objects.filter(siren=siret[:9]).values_list("pk", flat=True))
