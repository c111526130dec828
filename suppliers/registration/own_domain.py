"""Whether an address of mail is proof enough that somebody speaks for a structure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from django.db.models import Q

from suppliers.models import Event, Structure

from .mail_domains import PUBLIC_MAIL, SHARED_SITES, SUFFIXES_IN_TWO

BY_ADDRESS = "L’adresse vérifiée est celle du contact publié."
BY_DOMAIN = "L’adresse vérifiée est du domaine du site web de la structure."
_MOST_OTHERS = 50
# Two domains of two owners today, though Python's `idna` still writes them as one: ß, ς, joiners of no width.
_TWO_READINGS = frozenset("ßẞς\u200c\u200d")


def proof_by_mail(structure: Structure, verified: Iterable[str]) -> str:
    """The rule (French) by which one of these verified addresses opens the structure; empty for none."""
    addresses = {address.casefold() for address in verified}
    typed = _typed_by_members(structure)
    if addresses & published_addresses(structure, but=typed):
        return BY_ADDRESS
    own = "" if "website" in typed else own_domain(structure)
    return BY_DOMAIN if own and any(registrable(_domain(address)) == own for address in addresses) else ""


def _typed_by_members(structure: Structure) -> set[str]:
    """Facts that whoever kept the structure before may have written, and would let themselves in by."""
    theirs = Q(structure=structure) | Q(structure__merged_into=structure)
    joined = Event.objects.filter(theirs, action__in=("profiles.join", "accounts.join"))
    return {*structure.edited_fields, "contact_person"} if joined.exists() else set()


def published_addresses(structure: Structure, *, but: Collection[str] = ()) -> set[str]:
    """The contact addresses that everybody can read on its page; `but` those of these facts."""
    person = getattr(structure, "contact_person", None)
    said = {"email": structure.email, "contact_person": person.email if person else ""}
    return {address.casefold() for name, address in said.items() if address and name not in but}


def own_domain(structure: Structure) -> str:
    """The domain of the structure's own site; empty when there is none, or when others are there too."""
    host = host_of(structure.website)
    domain = registrable(host)
    if not domain or _is_everybodys(host) or _is_somebody_elses_too(structure, domain):
        return ""
    return domain


def _is_everybodys(host: str) -> bool:
    """Whether a host is on our lists, itself or any domain that it is a part of."""
    labels = host.split(".")
    around = {".".join(labels[rank:]) for rank in range(len(labels))}
    return bool(around & (PUBLIC_MAIL | SHARED_SITES))


def _is_somebody_elses_too(structure: Structure, domain: str) -> bool:
    """A site on which structures of several legal units present themselves is a portal, or a network's."""
    others = Structure.objects.filter(website__icontains=domain).exclude(pk=structure.pk)
    if structure.siret:
        others = others.exclude(siret__startswith=structure.siret[:9])
    sites = others.values_list("website", flat=True)[:_MOST_OTHERS]
    return any(registrable(host_of(site)) == domain for site in sites)


def host_of(url: str) -> str:
    """The server of a web address, in small ASCII letters; empty where there is none, or two are read."""
    if "\\" in url:  # browsers end the server's name there
        return ""
    try:
        return _ascii(urlsplit(url.strip()).hostname or "")
    except ValueError:  # as of an IPv6 address that is none
        return ""


def _domain(address: str) -> str:
    return _ascii(address.rpartition("@")[2])


def _ascii(name: str) -> str:
    """A domain with accents has two ways of being written; one that may be two domains is none."""
    if _TWO_READINGS & set(name):
        return ""
    try:
        return name.strip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def registrable(host: str) -> str:
    """« ateliers.fr » of « www.ateliers.fr », « canal.asso.fr » of « mail.canal.asso.fr »; else empty."""
    labels = host.split(".")
    length = 3 if ".".join(labels[-2:]) in SUFFIXES_IN_TWO else 2
    if len(labels) < length or not all(labels) or labels[-1].isdigit():
        return ""
    return ".".join(labels[-length:])
