"""SIREN, SIRET, RNA and telephone numbers that are well formed and belong to nobody."""

from random import Random

# The first numbers of the public SIRENE base are 000325175, 001807254 and 005410220 (an old register of
# bankruptcies knows 000199968): those below the first, and those between the last two, belong to nobody.
# First eight digits; the ninth is the Luhn key.
_UNATTRIBUTED = (range(1, 19_996), range(200_000, 500_000))

# Numbers that ARCEP keeps for fiction (décision n° 2018-0881), by region; elsewhere the mobile ones.
_FICTION_BY_REGION = {
    **dict.fromkeys(["R11"], "01 99 00"),
    **dict.fromkeys(["R24", "R28", "R52", "R53"], "02 61 91"),
    **dict.fromkeys(["R27", "R32", "R44"], "03 53 01"),
    **dict.fromkeys(["R84", "R93", "R94"], "04 65 71"),
    **dict.fromkeys(["R75", "R76"], "05 36 49"),
}
_FICTION_ELSEWHERE = "06 39 98"
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def siren_number(unit: int) -> str | None:
    """The SIREN of the n-th fictional legal unit; None once the unattributed numbers are used up.

    What comes after has no SIRET, like most of the 1.5 million associations of France.
    """
    for block in _UNATTRIBUTED:
        if unit < len(block):
            return with_luhn_key(f"{block[unit]:08d}")
        unit -= len(block)
    return None


def siret_number(siren: str, establishment: int) -> str:
    """The SIRET of the n-th establishment of a legal unit, from 1 to 9,999."""
    return with_luhn_key(f"{siren}{establishment:04d}")


def rna_number(unit: int) -> str:
    """An RNA number of département 00, which has no registry."""
    return f"W00{unit % 10_000_000:07d}"


def phone_number(rng: Random, region: str) -> str:
    """A telephone number out of the ranges kept for fiction."""
    start = _FICTION_BY_REGION.get(region, _FICTION_ELSEWHERE)
    return f"{start} {rng.randrange(100):02d} {rng.randrange(100):02d}"


def with_luhn_key(digits: str) -> str:
    """These digits and the one that makes their Luhn sum a multiple of ten."""
    total = sum(
        _DOUBLED[int(digit)] if rank % 2 == 0 else int(digit) for rank, digit in enumerate(reversed(digits))
    )
    return f"{digits}{-total % 10}"
