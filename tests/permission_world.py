"""One of each thing that an address may name, and one account of each role around them."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from suppliers import search
from suppliers.mailing.stopping import stop_url
from suppliers.models import (
    Activity,
    BuyerMembership,
    BuyerOrganisation,
    Certification,
    Consortium,
    ConsortiumMember,
    Document,
    Enquiry,
    EnquiryRecipient,
    Event,
    Exchange,
    Invitation,
    Ledger,
    Need,
    OutgoingEmail,
    Photo,
    ReviewItem,
    SavedSearch,
    ShareLink,
    Shortlist,
    ShortlistItem,
    SourcingRecord,
    Structure,
    StructureMembership,
    Territory,
    User,
)
from suppliers.registration.confirm import confirm_url
from suppliers.sourcing.exchanges.links import answer_token
from suppliers.sourcing.records.actions import make_record
from suppliers.sourcing.records.content import Added
from tests.buyer_factories import (
    AwardFactory,
    ConsortiumMemberFactory,
    EnquiryFactory,
    EnquiryRecipientFactory,
    ExchangeFactory,
    LedgerFactory,
    LedgerLineFactory,
    LotFactory,
    NeedFactory,
    SavedSearchFactory,
    ShareLinkFactory,
    ShortlistFactory,
    ShortlistItemFactory,
)
from tests.factories import (
    ActivityFactory,
    BuyerMembershipFactory,
    CertificationFactory,
    DocumentFactory,
    ReviewItemFactory,
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
    siret_number,
)

# Who asks. "elsewhere" validates another territory; "stranger" is signed in, and nothing else.
ROLES = ("visitor", "stranger", "editor", "owner", "buyer", "validator", "elsewhere", "admin")


@dataclass
class World:
    users: dict[str, User | None]
    structure: Structure
    draft: Structure
    unknown_siret: str
    organisation: BuyerOrganisation
    colleague: BuyerMembership
    editor: StructureMembership
    certification: Certification
    item: ReviewItem
    proposal: ReviewItem
    duplicate: ReviewItem
    decided: Event
    activity: Activity
    photo: Photo
    document: Document
    email: OutgoingEmail
    secret: str
    invitation: Invitation
    organisation_invitation: Invitation
    confirm_token: str
    stop_token: str
    need: Need
    shortlist: Shortlist
    shortlist_item: ShortlistItem
    loose_shortlist: Shortlist
    share_link: ShareLink
    search: SavedSearch
    draft_enquiry: Enquiry
    recipient: EnquiryRecipient
    exchange: Exchange
    answer_token: str
    consortium: Consortium
    member: ConsortiumMember
    ledger: Ledger
    record: SourcingRecord


def world_of() -> World:
    users = _users()
    structure = StructureFactory(published=True, name="Les Ateliers du Canal")
    draft = StructureFactory(status="draft")
    owner, editor = users["owner"], users["editor"]
    assert owner and editor
    for each in (structure, draft):
        StructureMembershipFactory(structure=each, user=owner)
    membership = StructureMembershipFactory(structure=structure, user=editor, role="editor")
    StructureMembershipFactory(structure=draft, user=editor, role="editor")
    organisation = BuyerMembershipFactory(user=users["buyer"], role="owner").organisation
    item = ReviewItemFactory(structure=structure, kind="change", submitted_by=owner, data=_change())
    double = StructureFactory(published=True)
    activity = ActivityFactory(structure=structure)
    search.refresh([structure.pk, double.pk])
    secret = "un-secret-de-quarante-deux-caracteres-ou-plus"
    return World(
        users=users,
        structure=structure,
        draft=draft,
        unknown_siret=siret_number(900),
        organisation=organisation,
        colleague=BuyerMembershipFactory(organisation=organisation),
        editor=membership,
        certification=CertificationFactory(structure=draft, kind_id="ESAT", verification="declared"),
        item=item,
        proposal=_proposal(structure, owner),
        duplicate=ReviewItemFactory(
            kind="duplicate", structure=structure, other=double, key=str(double.pk), submitted_by=None
        ),
        decided=_decided(structure, owner, users["admin"]),
        activity=activity,
        photo=Photo.objects.create(
            structure=structure, activity=activity, file=_file("jpg"), description="Un"
        ),
        document=DocumentFactory(structure=structure, uploaded_by=owner, file=_file("pdf")),
        email=OutgoingEmail.objects.create(
            kind="essai", to=owner.email, subject="Essai", html="<p>Essai</p>"
        ),
        secret=secret,
        invitation=_invitation(secret, structure=structure),
        organisation_invitation=_invitation("autre", organisation=organisation),
        confirm_token=confirm_url(structure.pk, owner.pk).rstrip("/").rpartition("/")[2],
        stop_token=stop_url(owner, "profile-to-confirm").rstrip("/").rpartition("/")[2],
        **_sourcing(organisation, structure),
    )


def _sourcing(organisation: BuyerOrganisation, picked: Structure) -> dict[str, Any]:
    """What the buyer's organisation works on: a need with a lot, its shortlist and a group."""
    need = NeedFactory(workspace__organisation=organisation, title="Nettoyage de trois écoles")
    LotFactory(need=need)
    shortlist = ShortlistFactory(workspace=need.workspace, need=need)
    item = ShortlistItemFactory(shortlist=shortlist, structure=picked)
    ShortlistItemFactory(shortlist=shortlist)
    loose = ShortlistFactory(workspace=need.workspace, title="Traiteurs")
    link = ShareLinkFactory(shortlist=shortlist)
    search = SavedSearchFactory(workspace=need.workspace)
    member = ConsortiumMemberFactory(consortium__need=need, structure=picked)
    AwardFactory(need=need)
    ledger = LedgerLineFactory(ledger=LedgerFactory(organisation=organisation)).ledger
    record = _record(need)
    return {
        "record": record,
        "ledger": ledger,
        "consortium": member.consortium,
        "member": member,
        "search": search,
        **_exchanges(shortlist, picked),
        "need": need,
        "shortlist": shortlist,
        "shortlist_item": item,
        "loose_shortlist": loose,
        "share_link": link,
    }


def _exchanges(shortlist: Shortlist, picked: Structure) -> dict[str, Any]:
    """A draft of an enquiry; another that has been sent and answered, and a structure that has not."""
    frozen = EnquiryFactory(shortlist=shortlist, frozen=True)
    recipient = EnquiryRecipientFactory(enquiry=frozen, structure=picked)
    EnquiryRecipientFactory(enquiry=frozen, answered=True)
    draft = EnquiryFactory(shortlist=shortlist)
    EnquiryRecipientFactory(enquiry=draft, structure=picked)
    return {
        "draft_enquiry": draft,
        "recipient": recipient,
        "exchange": ExchangeFactory(shortlist=shortlist, structure=picked),
        "answer_token": answer_token(recipient),
    }


_FILES: dict[str, Any] = {}


def _record(need: Need) -> SourcingRecord:
    """Its files are written once for all the addresses: they take as long as the rest of the world."""
    if not _FILES:
        made = make_record(need, Added(), by=None)
        names = ("number", "title", "content", "sha256", "docx", "docx_sha256", "xlsx", "xlsx_sha256")
        _FILES.update({name: getattr(made, name) for name in names})
        return made
    return SourcingRecord.objects.create(workspace=need.workspace, need=need, **_FILES)


def _users() -> dict[str, User | None]:
    made: dict[str, Any] = {role: UserFactory(username=role) for role in ROLES if role != "visitor"}
    for user in made.values():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for role, code in (("validator", "93"), ("elsewhere", "75")):
        made[role].is_validator = True
        made[role].save()
        made[role].validator_territories.add(Territory.objects.get(code=code))
    made["admin"].is_staff = made["admin"].is_superuser = True
    made["admin"].save()
    return {"visitor": None, **made}


def _file(kind: str) -> str:
    content = io.BytesIO(b"%PDF-1.4")
    if kind == "jpg":
        Image.new("RGB", (4, 3)).save(content, "JPEG")
    return Document._meta.get_field("file").storage.save(
        f"ab/permission.{kind}", ContentFile(content.getvalue())
    )


def _change() -> dict[str, Any]:
    return {"fields": {"name": {"before": "Les Ateliers du Canal", "after": "Le Canal"}}}


def _proposal(structure: Structure, by: User) -> ReviewItem:
    declared = {"kind": "ESAT", "number": "", "authority": "", "valid_from": None, "valid_until": None}
    return ReviewItemFactory(
        structure=structure,
        kind="certification",
        key="new-ESAT-",
        submitted_by=by,
        data={"certification": declared},
    )


def _decided(structure: Structure, by: User, admin: Any) -> Event:
    """A claim that was refused, and can be taken up again."""
    item = ReviewItemFactory(
        structure=structure,
        kind="claim",
        key=str(by.pk),
        status="refused",
        decided_at=timezone.now(),
        decided_by=admin,
        submitted_by=by,
    )
    return Event.objects.record("validation.refuse", by=admin, structure=structure, item=item, batch=uuid4())


def _invitation(secret: str, **place: Any) -> Invitation:
    return Invitation.objects.create(
        email="stranger@canal.example",
        secret_digest=hashlib.sha256(secret.encode()).hexdigest(),
        expires_at=timezone.now() + dt.timedelta(days=3),
        **place,
    )
