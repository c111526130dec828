"""The official sources we can import, one module each."""

from .refusal import RefusedFileError
from .siae import SIAE
from .sources import Source

SOURCES: dict[str, Source] = {source.code: source for source in (SIAE,)}


def source_named(code: str) -> Source:
    """The source of a code. Raises RefusedFileError when there is none."""
    source = SOURCES.get(code.strip().lower())
    if source is None:
        raise RefusedFileError(f"Source inconnue : « {code} ». Sources connues : {', '.join(SOURCES)}.")
    return source
