"""Where an article is read: Légifrance's search by number, which outlives each version of a text."""

from urllib.parse import urlencode

_CODE = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000037701019"
_SEARCH = "https://www.legifrance.gouv.fr/search/code"


def article_url(article: str) -> str:
    """The address of an article, by its number (« L2113-12 »); of the code itself without one."""
    if not article:
        return _CODE
    asked = {"tab_selection": "code", "searchField": "NUM_ARTICLE", "query": article}
    return f"{_SEARCH}?{urlencode(asked)}"
