"""The numbers under a long list: 1 … 4 5 6 … 33."""

from __future__ import annotations

from dataclasses import dataclass

from suppliers.search.links import directory_url


@dataclass(frozen=True)
class PageLink:
    """One page to go to; `gap` when pages are left out before it, `near` when the arrows reach it too."""

    number: int
    url: str
    current: bool
    near: bool
    gap: bool


def page_links(current: int, pages: int, query: str) -> list[PageLink]:
    """The first page, the last, the current one and its neighbours; a gap of one page is filled by it."""
    if pages < 2:
        return []
    shown = {number for number in (1, current - 1, current, current + 1, pages) if 1 <= number <= pages}
    shown |= {number + 1 for number in shown if number + 2 in shown}
    links, before = [], 0
    for number in sorted(shown):
        url = directory_url("&".join(part for part in (query, f"page={number}") if part))
        is_near = abs(number - current) == 1 and number not in (1, pages)
        links.append(PageLink(number, url, number == current, is_near, number > before + 1))
        before = number
    return links
