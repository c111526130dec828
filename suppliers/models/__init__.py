"""One file per aggregate, its QuerySet first."""

from .activity import Activity, ClientReference, ServiceType, ZoneKind
from .audience import MonthlyAudience
from .award import Award, AwardMember, AwardOutcome, GroupForm
from .certification import Certification, CertificationKind, SocialServiceCpv
from .contact_person import ContactPerson
from .directory_entry import DirectoryEntry, DirectoryRemoval, DirectoryState, SearchWord
from .document import Document, Photo
from .email import MutedAddress, OutgoingEmail, Reminder
from .error_report import ErrorReport
from .event import Event
from .exchange import Enquiry, EnquiryRecipient, Exchange, ExchangeChannel, RecordSeal, SourcingRecord
from .geocoded_address import GeocodedAddress
from .import_run import ImportIssue, ImportRun
from .ledger import Ledger, LedgerLine, LedgerRefusal, LedgerStatus
from .membership import BuyerMembership, BuyerOrganisation, Invitation, MemberRole, StructureMembership
from .need import (
    Asked,
    BuyerKind,
    Consideration,
    ContractKind,
    Lot,
    Need,
    NeedSite,
    PurchaseNature,
    Reserved,
)
from .review import NotDuplicate, ReviewItem, ReviewKind, ReviewStatus
from .sector import Sector, SectorSynonym
from .shortlist import Consortium, ConsortiumMember, PickStatus, ShareLink, Shortlist, ShortlistItem
from .size import EmployeeBand
from .spaser_target import SpaserTarget
from .structure import LegalForm, Structure
from .territory import Territory
from .user import User
from .workspace import AlertFrequency, SavedSearch, ShortlistAlert, Workspace, WorkspaceEvent

__all__ = [
    "Activity",
    "AlertFrequency",
    "Asked",
    "Award",
    "AwardMember",
    "AwardOutcome",
    "BuyerKind",
    "BuyerMembership",
    "BuyerOrganisation",
    "Certification",
    "CertificationKind",
    "ClientReference",
    "Consideration",
    "Consortium",
    "ConsortiumMember",
    "ContactPerson",
    "ContractKind",
    "DirectoryEntry",
    "DirectoryRemoval",
    "DirectoryState",
    "Document",
    "EmployeeBand",
    "Enquiry",
    "EnquiryRecipient",
    "ErrorReport",
    "Event",
    "Exchange",
    "ExchangeChannel",
    "GeocodedAddress",
    "GroupForm",
    "ImportIssue",
    "ImportRun",
    "Invitation",
    "Ledger",
    "LedgerLine",
    "LedgerRefusal",
    "LedgerStatus",
    "LegalForm",
    "Lot",
    "MemberRole",
    "MonthlyAudience",
    "MutedAddress",
    "Need",
    "NeedSite",
    "NotDuplicate",
    "OutgoingEmail",
    "Photo",
    "PickStatus",
    "PurchaseNature",
    "RecordSeal",
    "Reminder",
    "Reserved",
    "ReviewItem",
    "ReviewKind",
    "ReviewStatus",
    "SavedSearch",
    "SearchWord",
    "Sector",
    "SectorSynonym",
    "ServiceType",
    "ShareLink",
    "Shortlist",
    "ShortlistAlert",
    "ShortlistItem",
    "SocialServiceCpv",
    "SourcingRecord",
    "SpaserTarget",
    "Structure",
    "StructureMembership",
    "Territory",
    "User",
    "Workspace",
    "WorkspaceEvent",
    "ZoneKind",
]
