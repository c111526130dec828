"""A visitor's shortlist of three structures, and colleagues who share one."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from suppliers import search
from suppliers.models import Workspace
from suppliers.sourcing.shortlists.editing import values_of
from suppliers.sourcing.shortlists.item_form import parts_of_reason
from suppliers.workspace.owning import KEY as WORKSPACE
from suppliers.workspace.shortlists import add
from tests.buyer_factories import ShortlistFactory, WorkspaceFactory
from tests.factories import (
    BuyerMembershipFactory,
    BuyerOrganisationFactory,
    CertificationFactory,
    StructureFactory,
)


def page_of(shortlist, name="shortlist", *more):
    return reverse(f"sourcing:{name}", args=[shortlist.pk, *more])


def held(shortlist):
    return [item.structure_id for item in shortlist.items.held()]


def visit(client, workspace: Workspace):
    """The browser of the visitor whose workspace it is."""
    session = client.session
    session[WORKSPACE] = workspace.pk
    session.save()


def sent(item, **typed):
    """The form as its page showed it, but for what is typed."""
    is_aside = item.status == "set_aside"
    choice, detail = parts_of_reason(item.reason if is_aside else "")
    shown = {
        "status": item.status,
        "reason_kind": choice,
        "reason_detail": detail,
        "tags": ", ".join(item.tags),
        "note": item.note,
        "kept_for": "" if is_aside else item.reason,
        "seen": json.dumps(values_of(item)),
    }
    return {**shown, **typed}


def follow(client, shortlist, item, **typed):
    return client.post(page_of(shortlist, "shortlist-item", item.pk), sent(item, **typed), follow=True)


@pytest.fixture
def structures(db):
    """An EA whose agreement ends in 2034, an ESAT, and one that says its capacity."""
    made = [
        StructureFactory(published=True, name=name)
        for name in ("Atelier Brosse", "Café des Halles", "Éco Façade")
    ]
    CertificationFactory(
        structure=made[0], kind_id="EA", valid_from="2030-01-01", valid_until="2034-12-31",
        verified_on="2026-09-12",
    )  # fmt: skip
    CertificationFactory(
        structure=made[0], kind_id="EATT", valid_from="2024-01-01", valid_until="2027-12-31",
        verified_on="2026-09-12",
    )  # fmt: skip
    CertificationFactory(
        structure=made[1], kind_id="ESAT", valid_from="2020-01-01", valid_until="2034-12-31",
        verified_on="2026-09-12",
    )  # fmt: skip
    made[2].headcount, made[2].lead_time_days = 42, 15
    made[2].open_to_cocontracting = True
    made[2].save()
    search.refresh()
    return made


@pytest.fixture
def shortlist(client, structures):
    made = ShortlistFactory()
    add(made, [one.pk for one in structures], by=None)
    visit(client, made.workspace)
    return made


@pytest.fixture
def colleagues(structures):
    """The shortlist of an organisation, and the browsers of two of its members."""
    organisation = BuyerOrganisationFactory(name="Mairie de Montreuil")
    made = ShortlistFactory(workspace=WorkspaceFactory(organisation=organisation), title="Écoles")
    add(made, [one.pk for one in structures], by=None)
    clients = []
    for _ in range(2):
        clients.append(Client())
        clients[-1].force_login(BuyerMembershipFactory(organisation=organisation).user)
    return made, *clients
