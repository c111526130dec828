"""Official lists in; structures and certifications out, every refused or doubtful row explained."""

from .engine import Options, run_import
from .refusal import RefusedFileError
from .registry import SOURCES

__all__ = ["SOURCES", "Options", "RefusedFileError", "run_import"]
