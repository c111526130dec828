"""The admin's home and menu, in the order of what an admin does: what waits, the directory, the reference."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from suppliers import models as ours

from .deleting import delete_chosen
from .unanswerable import answering
from .waiting import what_waits

GROUPS: list[tuple[str, list[type[Model]]]] = [
    ("À suivre", [ours.Structure, ours.ReviewItem, ours.ErrorReport, ours.ImportRun, ours.ImportIssue]),
    ("L’annuaire", [ours.Certification, ours.Activity, ours.ClientReference, ours.SectorSynonym]),
    (
        "Le référentiel",
        [
            ours.Sector,
            ours.Territory,
            ours.CertificationKind,
            ours.SocialServiceCpv,
            ours.LegalForm,
            ours.EmployeeBand,
        ],
    ),
    (
        "Les comptes",
        [
            ours.User,
            Group,
            ours.StructureMembership,
            ours.BuyerOrganisation,
            ours.BuyerMembership,
            ours.Invitation,
        ],
    ),
    ("Ce que les structures remettent", [ours.Document, ours.Photo, ours.ContactPerson]),
    (
        "Les journaux",
        [
            ours.Event,
            LogEntry,
            ours.OutgoingEmail,
            ours.Reminder,
            ours.MonthlyAudience,
            ours.NotDuplicate,
        ],
    ),
    (
        "Ce que lit le site public",
        [
            ours.DirectoryEntry,
            ours.DirectoryState,
            ours.DirectoryRemoval,
            ours.SearchWord,
            ours.GeocodedAddress,
        ],
    ),
]


class AtlasAdminSite(admin.AdminSite):
    site_header = "Atlas de l’ESS — administration"
    site_title = "Atlas de l’ESS"
    empty_value_display = "—"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.add_action(delete_chosen, "delete_selected")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        return super().admin_view(answering(view), cacheable)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """There is one door: that of the site, with its limits and its second factor."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The models by what they are for; those of one application, when Django asks for that."""
        apps: list[Any] = super().get_app_list(request, app_label)
        if app_label:
            return apps
        allowed = {row["model"]: row for app in apps for row in app["models"]}
        groups = [
            (title, [allowed.pop(each) for each in known if each in allowed]) for title, known in GROUPS
        ]
        groups.append(("Autres", list(allowed.values())))
        return [
            {"name": title, "app_label": f"group-{rank}", "app_url": "", "models": rows}
            for rank, (title, rows) in enumerate(groups)
            if rows
        ]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(request, {"waiting": what_waits(request.user), **(extra_context or {})})
