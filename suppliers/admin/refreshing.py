"""What is saved here shows in the directory at once, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from suppliers import search

from .choices import PrefilledAdmin
from .deleting import without_links
from .finding import OfStructureSearch


class RefreshingAdmin(PrefilledAdmin):
    """Recomputes the directory rows that a change concerns. `concerned` says which structures those are."""

    def concerned(self, objects: Iterable[Any]) -> list[int]:
        """Ids of the structures whose directory row shows these objects."""
        raise NotImplementedError

    def formerly_concerned(self, form: ModelForm[Any]) -> list[int]:
        """Ids of the structures that showed the object before this form gave it to others."""
        return []

    def save_related(self, request: HttpRequest, form: ModelForm[Any], formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        search.refresh({*self.concerned([form.instance]), *self.formerly_concerned(form)})

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        listed, counts, missing, protected = super().get_deleted_objects(objs, request)
        return *without_links(listed, counts), missing, protected

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        ids = self.concerned([obj])
        super().delete_model(request, obj)
        search.refresh(ids)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        ids = self.concerned(queryset)
        super().delete_queryset(request, queryset)
        search.refresh(ids)


class OfStructureAdmin(OfStructureSearch, RefreshingAdmin):
    """Of objects that belong to one structure."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    autocomplete_fields = ["structure"]
    list_select_related = ["structure"]

    @admin.display(description="structure")
    def of(self, row: Any) -> str:
        """Its name, which Django would keep on one line."""
        return str(row.structure)

    def concerned(self, objects: Iterable[Any]) -> list[int]:
        return [each.structure_id for each in objects]

    def formerly_concerned(self, form: ModelForm[Any]) -> list[int]:
        before = form.initial.get("structure")
        return [before] if before and "structure" in form.changed_data else []
