"""What a first visit downloads: the page, and the styles, scripts, fonts and pictures it names.

Nothing is touched yet, on a wide screen: the map is drawn, htmx not there yet (static/js/htmx_in_time.js).
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from suppliers.management.benchmarks.asking import Site

TAGS = re.compile(r"<(?:link|script|img|use|source)\b[^>]*>", re.IGNORECASE)
ADDRESS = re.compile(r"""\b(?:href|src)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
DRAWN = re.compile(r"""\bdata-(css|cells-url)="([^"]+)""")  # what the map asks for once it is seen
FIRST_BOX = (
    "bbox=2.10938,48.57479,2.63672,49.15297&zoom=11"  # and where it first looks, on 1440 by 900 pixels
)
REL = re.compile(r"""\brel\s*=\s*["']?([^"'>]+)""", re.IGNORECASE)
LOADED_LINKS = ("stylesheet", "preload", "modulepreload", "icon")
IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)""")
IN_SCRIPTS = re.compile(r"""(?:\bfrom|\bimport)\s*\(?["']([^"']+)["']""")


@dataclass(frozen=True)
class Weight:
    """Bytes on the wire, tiles and other sites apart. Every font of the styles is counted, used or not."""

    page: str
    total: int
    parts: dict[str, int]  # by address
    missing: list[str]


def first_view(site: Site, address: str) -> Weight:
    """Follow a page to all it loads from us."""
    answer = site.get(address)
    parts, missing = {address: answer.gzipped}, []
    waiting = list(linked_from_page(answer.plain.decode("utf-8", "replace"), address))
    while waiting:
        path = waiting.pop()
        if path in parts or path in missing:
            continue
        found = site.get(path)
        if found.status != 200:
            missing.append(path)
            continue
        is_text = found.headers.get("content-type", "").startswith(("text/", "application/j", "image/svg"))
        parts[path] = found.gzipped if is_text else len(found.body)
        if is_text:
            waiting += linked_from_file(found.plain.decode("utf-8", "replace"), path)
    return Weight(address, sum(parts.values()), parts, missing)


def linked_from_page(html: str, address: str) -> list[str]:
    """Paths on this site that a page makes a browser download."""
    found = []
    for tag in TAGS.findall(html):
        rel = REL.search(tag)
        if tag.lower().startswith("<link") and not (rel and set(rel[1].split()) & set(LOADED_LINKS)):
            continue
        found += [_ours(link, address) for link in ADDRESS.findall(tag)]
    for kind, link in DRAWN.findall(html):
        found.append(_ours(link if kind == "css" else f"{link}?{FIRST_BOX}", address))
    return [path for path in found if path]


def linked_from_file(text: str, address: str) -> list[str]:
    """Paths on this site that a style sheet or a script downloads in turn."""
    if urlsplit(address).path.endswith(".css"):
        found = [_ours(first or second, address) for first, second in IN_STYLES.findall(text)]
    elif urlsplit(address).path.endswith((".js", ".mjs")):
        found = [_ours(link, address) for link in IN_SCRIPTS.findall(text) if link[:1] in "./"]
    else:
        found = []
    return [path for path in found if path]


def _ours(link: str, address: str) -> str:
    """The path of a link on this site, without its fragment; empty for another site or inline data."""
    parts = urlsplit(urljoin(f"http://here{urlsplit(address).path}", link.replace("&amp;", "&")))
    if parts.netloc != "here" or parts.scheme not in ("http", "https"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
