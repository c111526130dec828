"""Why a file that somebody named cannot be opened, in French."""

from pathlib import Path


def why_unreadable(path: Path, error: OSError) -> str:
    """A sentence that says what is wrong and what to do."""
    match error:
        case FileNotFoundError():
            return f"Le fichier « {path} » n’existe pas : vérifiez son nom et son dossier."
        case IsADirectoryError():
            return f"« {path} » est un dossier : donnez le nom du fichier CSV qu’il contient."
        case PermissionError():
            return f"Le fichier « {path} » ne peut pas être lu : ce compte n’en a pas le droit."
        case _:
            return f"Le fichier « {path} » ne peut pas être lu."
