"""The page of a group that is kept, and what is done there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from suppliers.models import DirectoryEntry
from suppliers.search import state
from suppliers.search.reference import reference
from suppliers.sourcing.need_tabs import tabs_of
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.owning import author, own_need

from . import actions
from .forms import CompanyForm, GroupForm, keys_of, lots_name
from .kept import Kept
from .views import PAGE

HERE = "sourcing:consortium"
LONGEST_NAME = 200
form_page = require_http_methods(["GET", "HEAD", "POST"])


def _own(request: HttpRequest, pk: int, group: int) -> Kept:
    need = own_need(request, pk)
    found = get_object_or_404(need.consortiums.all(), pk=group)
    found.need = need
    at = state()
    return Kept(found, at, reference(at.version))


@for_its_owners
@never_cache
@form_page
def consortium(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    """The group; POST changes its title, its form, its lead and the lots of each member."""
    kept = _own(request, pk, group)
    data = request.POST if request.method == "POST" else None
    form = GroupForm(data, consortium=kept.consortium, members=kept.rows, parts=kept.parts)
    if data is not None and form.is_valid():
        said = form.cleaned_data
        actions.change(
            kept.consortium,
            title=said["title"],
            form=said["form"],
            lead=said["lead"],
            lots_of=form.lots_of,
            by=author(request),
        )
        messages.success(request, "C’est enregistré.")
        return redirect(HERE, pk, group)
    lots = {member.pk: form[lots_name(member)] for member in kept.rows if lots_name(member) in form.fields}
    return _show(request, kept, "consortium", form=form, lots=lots)


def _show(request: HttpRequest, kept: Kept, page: str, **more: Any) -> HttpResponse:
    need = kept.consortium.need
    context = {"need": need, "tabs": tabs_of(need, PAGE), "kept": kept, "group": kept.consortium, **more}
    return render(request, f"suppliers/sourcing/consortium/{page}.html", context)


@for_its_owners
@never_cache
@form_page
def company(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    """Add a conventional company by hand; a SIRET of the directory adds that structure."""
    kept = _own(request, pk, group)
    form = CompanyForm(request.POST if request.method == "POST" else None, parts=kept.parts)
    if request.method == "POST" and form.is_valid():
        try:
            name = _add(kept, form.cleaned_data, request)
        except actions.RefusedError as refusal:
            form.add_error("siret" if form.cleaned_data["siret"] else None, str(refusal))
        else:
            messages.success(request, f"{name} est membre du groupement.")
            return redirect(HERE, pk, group)
    return _show(request, kept, "company", form=form)


def _add(kept: Kept, said: dict[str, Any], request: HttpRequest) -> str:
    siret, lots, by = said["siret"], said.get("lots", []), author(request)
    listed = DirectoryEntry.objects.filter(structure__siret=siret).first() if siret else None
    if listed is not None:
        added = actions.add_structure(kept.consortium, listed.pk, lots, by=by)
        messages.info(request, f"Ce SIRET est celui de « {added.name} », qui est dans l’annuaire.")
    else:
        added = actions.add_company(kept.consortium, name=said["name"], siret=siret, lot_numbers=lots, by=by)
    return added.name


@for_its_owners
@never_cache
@form_page
def structure(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    """Look for a structure by its name (`q`); POST adds it, for the lots the directory says it answers."""
    kept = _own(request, pk, group)
    if request.method == "POST":
        for key in keys_of(request.POST.getlist("structure"), 1):
            try:
                added = actions.add_structure(kept.consortium, key, kept.lots_of(key), by=author(request))
            except actions.RefusedError as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"{added.name} est membre du groupement.")
        return redirect(HERE, pk, group)
    name = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_NAME]
    return _show(request, kept, "structure", name=name, results=kept.called(name))


@for_its_owners
@require_POST
def remove(request: HttpRequest, pk: int, group: int, member: int) -> HttpResponse:
    kept = _own(request, pk, group)
    found = get_object_or_404(kept.consortium.members.all(), pk=member)
    found.consortium = kept.consortium
    actions.remove(found, by=author(request))
    messages.success(request, f"{found.name} n’est plus membre du groupement.")
    return redirect(HERE, pk, group)


@for_its_owners
@never_cache
@form_page
def delete(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    """Ask, then delete."""
    kept = _own(request, pk, group)
    if request.method == "POST":
        actions.delete(kept.consortium, by=author(request))
        messages.success(request, "Le groupement est supprimé.")
        return redirect(PAGE, pk)
    return _show(request, kept, "delete")
