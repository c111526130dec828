"""Why a file that somebody named cannot be opened, in French."""

import stat
from pathlib import Path


class IrregularFileError(OSError):
    """A pipe or a device: they are read once only, and may be waited for without end."""


def check_regular(path: Path) -> None:
    """Raise OSError, without opening anything, for what is not there or can be read only once."""
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # opening a folder says what it is
        raise IrregularFileError


def why_unreadable(path: Path, error: OSError) -> str:
    """A sentence that says what is wrong and what to do."""
    match error:
        case FileNotFoundError():
            return f"Le fichier « {path} » n’existe pas : vérifiez son nom et son dossier."
        case IsADirectoryError():
            return f"« {path} » est un dossier : donnez le nom du fichier CSV qu’il contient."
        case IrregularFileError():
            return "Ce n’est pas un fichier ordinaire : enregistrez-le d’abord."
        case PermissionError():
            return f"Le fichier « {path} » ne peut pas être lu : ce compte n’en a pas le droit."
        case _:
            return f"Le fichier « {path} » ne peut pas être lu."
