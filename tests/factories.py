"""Plausible rows for tests. Nothing is refreshed: call `search.refresh()` when the directory must know."""

import factory
from factory.django import DjangoModelFactory

from suppliers.models import (
    Activity,
    BuyerMembership,
    BuyerOrganisation,
    Certification,
    ClientReference,
    Document,
    ReviewItem,
    Sector,
    Structure,
    StructureMembership,
    Territory,
    User,
)

FIRST_DRAWN = 50_000  # a test that names a number itself takes one below it


def siret_number(n: int) -> str:
    """The n-th of a row of numbers that pass the checksum and belong to nobody (SIREN below 1,000,000)."""
    siren = f"{n:08d}"
    siren += next(key for key in "0123456789" if luhn(siren + key))
    nic = "0001"
    return siren + nic + next(key for key in "0123456789" if luhn(siren + nic + key))


def luhn(digits: str) -> bool:
    """Whether a number passes the checksum of SIREN and SIRET."""
    doubled = [int(digit) * (1 + rank % 2) for rank, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


class StructureFactory(DjangoModelFactory):
    class Meta:
        model = Structure

    class Params:
        published = factory.Trait(status=Structure.Status.PUBLISHED, source="essai")

    siret = factory.Sequence(lambda n: siret_number(FIRST_DRAWN + n))
    name = factory.Sequence(lambda n: f"Les Ateliers du Canal {n}")
    legal_form_id = "9220"
    city = "Montreuil"
    postal_code = "93100"
    territory = factory.LazyFunction(lambda: Territory.objects.get(code="93048"))
    latitude = 48.8638
    longitude = 2.4485
    geo_precision = factory.LazyAttribute(lambda made: "housenumber" if made.latitude is not None else "")


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity
        skip_postgeneration_save = True

    structure = factory.SubFactory(StructureFactory, published=True)
    position = 0
    service_type = "prestation"
    zone_kind = "france"

    @factory.post_generation
    def sectors(self, _create: bool, codes: list[str] | None, **_: object) -> None:
        self.sectors.add(*Sector.objects.filter(code__in=codes or ["nettoyage-locaux"]))

    @factory.post_generation
    def territories(self, _create: bool, codes: list[str] | None, **_: object) -> None:
        if codes:
            self.territories.add(*Territory.objects.filter(code__in=codes))


class CertificationFactory(DjangoModelFactory):
    class Meta:
        model = Certification

    structure = factory.SubFactory(StructureFactory, published=True)
    kind_id = "ESAT"
    verification = "verified"
    verified_on = factory.LazyAttribute(lambda made: made.valid_from)
    valid_from = None
    valid_until = None


class ClientReferenceFactory(DjangoModelFactory):
    class Meta:
        model = ClientReference

    structure = factory.SubFactory(StructureFactory, published=True)
    client = "Une mairie de Seine-Saint-Denis"
    subject = "Nettoyage de trois écoles"
    year = 2025


class UserFactory(DjangoModelFactory):
    """An account; `is_validator` and `is_superuser` are its roles, memberships the others."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"membre-{n}")
    email = factory.LazyAttribute(lambda made: f"{made.username}@canal.example")


class StructureMembershipFactory(DjangoModelFactory):
    class Meta:
        model = StructureMembership

    structure = factory.SubFactory(StructureFactory, published=True)
    user = factory.SubFactory(UserFactory)
    role = "owner"


class BuyerOrganisationFactory(DjangoModelFactory):
    class Meta:
        model = BuyerOrganisation

    name = factory.Sequence(lambda n: f"Mairie {n}")


class BuyerMembershipFactory(DjangoModelFactory):
    class Meta:
        model = BuyerMembership

    organisation = factory.SubFactory(BuyerOrganisationFactory)
    user = factory.SubFactory(UserFactory)
    role = "editor"


class ReviewItemFactory(DjangoModelFactory):
    """Something that waits in the queue: a new structure, unless told."""

    class Meta:
        model = ReviewItem

    kind = "structure"
    structure = factory.SubFactory(StructureFactory, status="pending")
    submitted_by = factory.SubFactory(UserFactory)


class DocumentFactory(DjangoModelFactory):
    """A row alone: its file is not written."""

    class Meta:
        model = Document

    structure = factory.SubFactory(StructureFactory, published=True)
    file = factory.Sequence(lambda n: f"ab/{n:032x}.pdf")
    name = "agrément.pdf"
    content_type = "application/pdf"
    size = 12_000
    sha256 = "0" * 64
