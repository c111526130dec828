"""What the admin holds. Not in `__init__`: the site of site.py must be there before its models are."""

from . import (  # noqa: F401  each registers its models
    accounts,
    activities,
    certifications,
    directory,
    error_reports,
    following,
    imports,
    logbook,
    people,
    references,
    sectors,
    structures,
    territories,
)
