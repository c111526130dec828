"""One file per aggregate, its QuerySet first."""

from .activity import Activity, ClientReference, ServiceType, ZoneKind
from .certification import Certification, CertificationKind, SocialServiceCpv
from .directory_entry import DirectoryEntry, DirectoryRemoval, DirectoryState, SearchWord
from .error_report import ErrorReport
from .geocoded_address import GeocodedAddress
from .import_run import ImportIssue, ImportRun
from .sector import Sector, SectorSynonym
from .size import EmployeeBand
from .structure import LegalForm, Structure
from .territory import Territory
from .user import User

__all__ = [
    "Activity",
    "Certification",
    "CertificationKind",
    "ClientReference",
    "DirectoryEntry",
    "DirectoryRemoval",
    "DirectoryState",
    "EmployeeBand",
    "ErrorReport",
    "GeocodedAddress",
    "ImportIssue",
    "ImportRun",
    "LegalForm",
    "SearchWord",
    "Sector",
    "SectorSynonym",
    "ServiceType",
    "SocialServiceCpv",
    "Structure",
    "Territory",
    "User",
    "ZoneKind",
]
