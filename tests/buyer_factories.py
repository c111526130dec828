"""Plausible rows of a buyer's work, for tests: needs, shortlists, what was asked, ledgers."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from suppliers.models import (
    Award,
    AwardMember,
    Consortium,
    ConsortiumMember,
    Enquiry,
    EnquiryRecipient,
    Exchange,
    Ledger,
    LedgerLine,
    Lot,
    Need,
    NeedSite,
    SavedSearch,
    Sector,
    ShareLink,
    Shortlist,
    ShortlistItem,
    Territory,
    Workspace,
)
from tests.factories import FIRST_DRAWN, BuyerOrganisationFactory, StructureFactory, siret_number


class WorkspaceFactory(DjangoModelFactory):
    """A visitor's, unless `user` or `organisation` is given."""

    class Meta:
        model = Workspace


class _AskedFactory(DjangoModelFactory):
    """`sectors` and `places`: codes of sectors, and of territories where it is carried out."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @factory.post_generation
    def sectors(self, _create: bool, codes: list[str] | None, **_: object) -> None:
        self.sectors.add(*Sector.objects.filter(code__in=codes or []))

    @factory.post_generation
    def places(self, _create: bool, codes: list[str] | None, **_: object) -> None:
        owner = {"need": self.need, "lot": self} if isinstance(self, Lot) else {"need": self}
        for position, code in enumerate(codes or []):
            NeedSite.objects.create(territory=Territory.objects.get(code=code), position=position, **owner)


class NeedFactory(_AskedFactory):
    class Meta:
        model = Need
        skip_postgeneration_save = True

    workspace = factory.SubFactory(WorkspaceFactory)
    title = "Nettoyage de trois écoles à Montreuil"


class LotFactory(_AskedFactory):
    class Meta:
        model = Lot
        skip_postgeneration_save = True

    need = factory.SubFactory(NeedFactory)
    number = factory.LazyAttribute(lambda made: made.need.lots.count() + 1)
    title = factory.LazyAttribute(lambda made: f"Lot {made.number}")


class ShortlistFactory(DjangoModelFactory):
    class Meta:
        model = Shortlist

    workspace = factory.SubFactory(WorkspaceFactory)


class ShortlistItemFactory(DjangoModelFactory):
    class Meta:
        model = ShortlistItem

    shortlist = factory.SubFactory(ShortlistFactory)
    structure = factory.SubFactory(StructureFactory, published=True)
    position = factory.LazyAttribute(lambda made: made.shortlist.items.count() + 1)
    known = factory.LazyAttribute(lambda made: {"name": str(made.structure)})


class ShareLinkFactory(DjangoModelFactory):
    class Meta:
        model = ShareLink

    shortlist = factory.SubFactory(ShortlistFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=30))


class EnquiryFactory(DjangoModelFactory):
    """A draft by the officer's own mail; `frozen=True` for one whose text is settled."""

    class Meta:
        model = Enquiry

    class Params:
        frozen = factory.Trait(frozen_at=factory.LazyFunction(timezone.now))

    shortlist = factory.SubFactory(ShortlistFactory)
    subject = "Sourcing : nettoyage de trois écoles"
    message = "Bonjour,\n\nNous préparons un achat."
    questions = factory.LazyFunction(lambda: ["Quelle capacité ?", "Quel délai ?"])
    answers_due_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=10))


class EnquiryRecipientFactory(DjangoModelFactory):
    """Not sent yet; `answered=True` for one that has answered itself."""

    class Meta:
        model = EnquiryRecipient

    class Params:
        answered = factory.Trait(
            sent_at=factory.LazyFunction(timezone.now),
            answered_at=factory.LazyFunction(timezone.now),
            answers=["Douze personnes", "Un mois"],
            answered_by="Inès Diallo",
            answered_role="Directrice",
            comment="Nous connaissons ces écoles",
            confidential="Notre prix : 21 euros",
        )

    enquiry = factory.SubFactory(EnquiryFactory, frozen=True)
    structure = factory.SubFactory(StructureFactory, published=True)
    structure_name = factory.LazyAttribute(lambda made: str(made.structure))
    email = factory.LazyAttribute(lambda made: made.structure.email)


class ExchangeFactory(DjangoModelFactory):
    class Meta:
        model = Exchange

    shortlist = factory.SubFactory(ShortlistFactory)
    structure = factory.SubFactory(StructureFactory, published=True)
    structure_name = factory.LazyAttribute(lambda made: str(made.structure))
    channel = "phone"
    content = "Ils ont une équipe à Montreuil."


class ConsortiumFactory(DjangoModelFactory):
    class Meta:
        model = Consortium

    need = factory.SubFactory(NeedFactory)


class ConsortiumMemberFactory(DjangoModelFactory):
    class Meta:
        model = ConsortiumMember

    consortium = factory.SubFactory(ConsortiumFactory)
    structure = factory.SubFactory(StructureFactory, published=True)
    name = factory.LazyAttribute(lambda made: str(made.structure))
    position = factory.LazyAttribute(lambda made: made.consortium.members.count())


class AwardFactory(DjangoModelFactory):
    """A contract that was awarded to somebody whom the directory does not know, unless told."""

    class Meta:
        model = Award

    need = factory.SubFactory(NeedFactory)
    outcome = "awarded"
    decided_on = "2026-06-15"
    holder_name = "Nettoyage Express"


class AwardMemberFactory(DjangoModelFactory):
    """A member of a groupement beside its mandataire, whom the directory does not know, unless told."""

    class Meta:
        model = AwardMember

    award = factory.SubFactory(AwardFactory, group_form="conjoint")
    name = "Propreté Service"
    position = factory.LazyAttribute(lambda made: made.award.members.count())


class LedgerFactory(DjangoModelFactory):
    """A ledger that was read, of no line."""

    class Meta:
        model = Ledger

    organisation = factory.SubFactory(BuyerOrganisationFactory)
    file_name = "mandats-2025.csv"
    status = "done"
    finished_at = factory.LazyFunction(timezone.now)


class LedgerLineFactory(DjangoModelFactory):
    class Meta:
        model = LedgerLine

    ledger = factory.SubFactory(LedgerFactory)
    number = factory.LazyAttribute(lambda made: made.ledger.lines.count() + 2)
    siret = factory.Sequence(lambda n: siret_number(FIRST_DRAWN * 2 + n))
    siren = factory.LazyAttribute(lambda made: made.siret[:9])
    supplier = "Papeterie du Centre"
    amount_excl_tax = "1000.00"
    paid_on = "2025-03-01"


class SavedSearchFactory(DjangoModelFactory):
    class Meta:
        model = SavedSearch

    workspace = factory.SubFactory(WorkspaceFactory)
    name = factory.Sequence(lambda n: f"Nettoyage de locaux {n}")
    query = "secteur=nettoyage-locaux"
