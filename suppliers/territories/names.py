"""Names of places as people and files write them, brought to one form."""

import re
import unicodedata

_SHORTER = {"saint": "st", "sainte": "ste", "saints": "sts", "saintes": "stes"}
_OVER = re.compile(r"\bs\s*/\s*s\b")  # FONTENAY S/S BOIS
_ON = re.compile(r"\bs\s*/")  # CHAMPIGNY S/ MARNE
_CEDEX = re.compile(r"\bcedex\b\s*(\d{1,2})?.*$")
_ORDINAL = r"\s*(?:er|e|eme|ieme|nde?)"
_SAID = r"\s*(?:arr|arrt|arrondissement)"
_ARRONDISSEMENT = re.compile(rf"^(.*[a-z])\s+(\d{{1,2}})(?:{_ORDINAL})?(?:{_SAID})?$")
_ROMAN = re.compile(rf"^(paris|lyon|marseille)\s+([ivx]{{1,5}}?)(?:{_ORDINAL})?(?:{_SAID})?$")
_ALONE = re.compile(rf"^(?:(\d{{1,2}}){_ORDINAL}|(\d{{1,2}}|[ivx]{{1,5}}?)(?:{_ORDINAL})?{_SAID})$")
_NUMERALS = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
_ROMAN_NUMBERS = {
    numeral: rank for rank, numeral in enumerate([*_NUMERALS, *(f"x{one}" for one in _NUMERALS)], 1)
}
_ARTICLE = re.compile(r"^(?:l|la|le|les)\s+")


def name_key(text: str) -> str:
    """Lower case, no accents, no punctuation, "saint" as "st": two spellings of a place give the same key."""
    lowered = text.lower().replace("œ", "oe").replace("æ", "ae")
    lowered = _ON.sub("sur ", _OVER.sub("sous ", lowered))
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(char)
    )
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return " ".join(_SHORTER.get(word, word) for word in words)


def split_name(text: str) -> tuple[str, int | None]:
    """The key of a city line and the arrondissement it names.

    "PARIS CEDEX 11", "Paris 11e", "Paris XI" are ("paris", 11). The number after CEDEX is an arrondissement
    in Paris, Lyon and Marseille only: elsewhere nothing answers to it.
    """
    key = name_key(text)
    cedex = _CEDEX.search(key)
    if cedex:
        key = key[: cedex.start()].strip()
    numbered = _ARRONDISSEMENT.match(key)
    if numbered:
        return numbered[1], int(numbered[2])
    roman = _ROMAN.match(key)
    if roman and roman[2] in _ROMAN_NUMBERS:
        return roman[1], _ROMAN_NUMBERS[roman[2]]
    return key, int(cedex[1]) if cedex and cedex[1] else None


def arrondissement_alone(text: str) -> int | None:
    """The number of an arrondissement typed without its city: "11e", "XIe arrondissement"."""
    alone = _ALONE.match(name_key(text))
    if alone is None:
        return None
    number = alone[1] or alone[2]
    return int(number) if number.isdigit() else _ROMAN_NUMBERS.get(number)


def without_article(key: str) -> str:
    """A key without its leading article: "l ile st denis" and "ile st denis" are one place."""
    return _ARTICLE.sub("", key)
