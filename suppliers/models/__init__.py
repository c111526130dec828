"""One file per aggregate, its QuerySet first."""

from .activity import Activity, ClientReference, ServiceType, ZoneKind
from .audience import MonthlyAudience
from .certification import Certification, CertificationKind, SocialServiceCpv
from .contact_person import ContactPerson
from .directory_entry import DirectoryEntry, DirectoryRemoval, DirectoryState, SearchWord
from .document import Document, Photo
from .email import OutgoingEmail, Reminder
from .error_report import ErrorReport
from .event import Event
from .geocoded_address import GeocodedAddress
from .import_run import ImportIssue, ImportRun
from .membership import BuyerMembership, BuyerOrganisation, Invitation, MemberRole, StructureMembership
from .review import NotDuplicate, ReviewItem, ReviewKind, ReviewStatus
from .sector import Sector, SectorSynonym
from .size import EmployeeBand
from .structure import LegalForm, Structure
from .territory import Territory
from .user import User

__all__ = [
    "Activity",
    "BuyerMembership",
    "BuyerOrganisation",
    "Certification",
    "CertificationKind",
    "ClientReference",
    "ContactPerson",
    "DirectoryEntry",
    "DirectoryRemoval",
    "DirectoryState",
    "Document",
    "EmployeeBand",
    "ErrorReport",
    "Event",
    "GeocodedAddress",
    "ImportIssue",
    "ImportRun",
    "Invitation",
    "LegalForm",
    "MemberRole",
    "MonthlyAudience",
    "NotDuplicate",
    "OutgoingEmail",
    "Photo",
    "Reminder",
    "ReviewItem",
    "ReviewKind",
    "ReviewStatus",
    "SearchWord",
    "Sector",
    "SectorSynonym",
    "ServiceType",
    "SocialServiceCpv",
    "Structure",
    "StructureMembership",
    "Territory",
    "User",
    "ZoneKind",
]
