"""Where an article is read: Légifrance's search by number, which outlives each version of a text."""

from urllib.parse import urlencode

_SEARCH = "https://www.legifrance.gouv.fr/search/code"


def article_url(article: str) -> str:
    """The address of an article of a code, by its number (« L2113-12 »)."""
    asked = {"tab_selection": "code", "searchField": "NUM_ARTICLE", "query": article}
    return f"{_SEARCH}?{urlencode(asked)}"
