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
    return _holders(cpv, _by_prefix(sector_prefixes))


def sectors_of_listed_cpv(
    sector_prefixes: Mapping[str, Sequence[str]], listed: Collection[str]
) -> frozenset[str]:
    """The sectors that hold at least one of the listed codes."""
    by_prefix = _by_prefix(sector_prefixes)
    return frozenset(sector for code in listed for sector in _holders(code, by_prefix))


def _by_prefix(sector_prefixes: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    by_prefix: dict[str, list[str]] = {}
    for sector, prefixes in sector_prefixes.items():
        for prefix in dict.fromkeys(prefixes):
            by_prefix.setdefault(prefix, []).append(sector)
    return by_prefix


def _holders(cpv: str, by_prefix: Mapping[str, list[str]]) -> list[str]:
    """The longest prefix first: the code is cut until some sector has it."""
    code = clean_cpv(cpv) or ""
    return next((by_prefix[code[:end]] for end in range(len(code), 0, -1) if code[:end] in by_prefix), [])


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
