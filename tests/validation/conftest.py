"""Who decides, and what waits."""

import pytest

from suppliers import search
from suppliers.models import ErrorReport, ReviewItem, ReviewKind, Structure, Territory
from suppliers.profiles.changing import change_facts
from suppliers.profiles.queue import submit
from suppliers.validation.actions import decide
from suppliers.validation.contract import Decision
from tests.factories import (
    CertificationFactory,
    DocumentFactory,
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
)


@pytest.fixture
def validator(db):
    return UserFactory(username="animatrice", is_validator=True)


@pytest.fixture
def other_validator(db):
    return UserFactory(username="collegue", is_validator=True)


@pytest.fixture
def limited(db):
    """A validator of Paris, who has no say in Montreuil."""
    made = UserFactory(username="parisienne", is_validator=True)
    made.validator_territories.add(Territory.objects.get(code="75056"))
    return made


@pytest.fixture
def member(db):
    return UserFactory(username="membre")


def made_structure(member, **values):
    structure = StructureFactory(**{"name": "La Brosse", **values})
    StructureMembershipFactory(structure=structure, user=member)
    search.refresh([structure.pk])
    return structure


def new_structure(member):
    structure = made_structure(member, status=Structure.Status.PENDING)
    CertificationFactory(structure=structure, kind_id="ESUS", verification="declared")
    return submit(ReviewKind.STRUCTURE, structure, by=member)[0]


def claim(_member):
    structure = StructureFactory(published=True, name="La Brosse")
    search.refresh([structure.pk])
    asking = UserFactory(username="demandeuse")
    return submit(ReviewKind.CLAIM, structure, key=str(asking.pk), by=asking, message="J’y travaille.")[0]


def change(member):
    structure = made_structure(member, published=True)
    change_facts(structure, {"name": "Le Balai", "address": "3 rue de Paris"}, by=member)
    return ReviewItem.objects.get(structure=structure)


def declared(member):
    structure = made_structure(member, published=True)
    row = CertificationFactory(structure=structure, verification="proof_received")
    item = submit(ReviewKind.CERTIFICATION, structure, key=f"row-{row.pk}", by=member, certification=row)[0]
    DocumentFactory(structure=structure, item=item, certification=row)
    search.refresh([structure.pk])
    return item


def proposed(member):
    structure = made_structure(member, published=True)
    said = {
        "kind": "ESAT",
        "number": "A-12",
        "authority": "ARS",
        "valid_from": "2024-01-01",
        "valid_until": "2030-12-31",
        "target_share": "82.5",
    }
    item = submit(
        ReviewKind.CERTIFICATION,
        structure,
        key="new-ESAT-2024-01-01",
        by=member,
        data={"certification": said},
    )[0]
    DocumentFactory(structure=structure, item=item)
    return item


def report(_member):
    structure = StructureFactory(published=True, name="La Brosse")
    search.refresh([structure.pk])
    said = ErrorReport.objects.create(
        structure=structure, kind="closed", message="Rideau baissé.", email="voisine@example.org"
    )
    return submit(ReviewKind.REPORT, structure, key=str(said.pk), report=said, message=said.message)[0]


def difference(member):
    structure = made_structure(
        member, published=True, website="https://ici.example", edited_fields=["name", "website"]
    )
    fields = {"website": {"before": "https://ici.example", "after": "https://liste.example"}}
    data = {"fields": fields, "source": "Liste des SIAE", "date": "2026-11-03"}
    return submit(ReviewKind.IMPORT, structure, key="website", data=data)[0]


KINDS = {
    "structure": new_structure,
    "claim": claim,
    "change": change,
    "declared": declared,
    "proposed": proposed,
    "report": report,
    "import": difference,
}


@pytest.fixture(params=list(KINDS))
def item(request, member):
    """One of each kind in turn."""
    return KINDS[request.param](member)


def facts(structure):
    """All that a decision may change, as it stands in the database."""
    tables = [
        Structure.objects.filter(pk=structure.pk),
        structure.memberships.all(),
        structure.certifications.all(),
        structure.error_reports.all(),
        structure.documents.all(),
    ]
    ours = {"updated_at"}
    return [
        [{k: v for k, v in row.items() if k not in ours} for row in each.order_by("pk").values()]
        for each in tables
    ]


def approve(item, by, **more):
    return decide(item, Decision.APPROVE, by=by, seen_version=item.version, **more)


def refuse(item, by, reason="other", **more):
    more = {"reason": reason, "answer": "Voici pourquoi.", **more}
    return decide(item, Decision.REFUSE, by=by, seen_version=item.version, **more)


@pytest.fixture
def signed_in(client, validator):
    client.force_login(validator)
    return client
