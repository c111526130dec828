"""CPV codes: from a code to sectors, and the social services of art. L2113-15."""

import re
from collections.abc import Collection, Mapping, Sequence

_CPV = re.compile(r"([0-9]{8})(-?[0-9])?")


def clean_cpv(text: str) -> str | None:
    """The eight digits of a CPV code, typed with or without spaces and check digit; None if it is not one."""
    match = _CPV.fullmatch("".join(text.split()))
    return match[1] if match else None


def sectors_for_cpv(cpv: str, sector_prefixes: Mapping[str, Sequence[str]]) -> list[str]:
    """Every sector that holds the longest prefix of a CPV code, in the order of `sector_prefixes`.

    Ties are wanted (new and second-hand furniture). An unreadable code has no sector.
    """
    code = clean_cpv(cpv)
    if code is None:
        return []
    # The longest first: it is cut until some sector has it.
    for length in range(len(code), 0, -1):
        prefix = code[:length]
        if holders := [sector for sector, prefixes in sector_prefixes.items() if prefix in prefixes]:
            return holders
    return []


def sectors_of_listed_cpv(
    sector_prefixes: Mapping[str, Sequence[str]], listed: Collection[str]
) -> frozenset[str]:
    """The sectors that hold at least one of the listed codes."""
    return frozenset(sector for code in listed for sector in sectors_for_cpv(code, sector_prefixes))


def is_social_service_cpv(code: str, listed: Collection[str]) -> bool:
    """Whether a code is on the list of art. L2113-15 (annexe n° 3 du code, directive 2014/24/UE art. 77 §1).

    Exact codes, not prefixes: 92500000 is listed, 92521000 (museums) is not.
    """
    return clean_cpv(code) in listed


def descends_from_listed_cpv(code: str, listed: Collection[str]) -> bool:
    """Whether an unlisted code stands below a listed one, which makes the mistake likely and worth a hint."""
    digits = clean_cpv(code)
    if digits is None or digits in listed:
        return False
    return any(digits.startswith(_branch(item)) for item in listed)


def _branch(code: str) -> str:
    """The digits all descendants share; a CPV division has two, even 80000000."""
    return code.rstrip("0").ljust(2, "0")
