"""A structure said to machines (schema.org), for search engines and other directories."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from suppliers.models import Structure
from suppliers.showing.facts_in_words import web_address

from .opening_hours import opening_hours_jsonld

# Written inside a <script>: none of these may close it, nor open a comment.
ESCAPES = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def structure_jsonld(structure: Structure, url: str, sectors: list[str]) -> SafeString:
    """The JSON-LD of a structure; facts that are public on its page, and no others."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": url,
        "url": web_address(structure.website) or url,
        "name": str(structure),
        "legalName": structure.name,
        "description": structure.description,
        "email": structure.email,
        "telephone": structure.phone,
        "knowsAbout": sectors,
        "address": _address(structure),
        "location": _location(structure),
        "identifier": _identifiers(structure),
    }
    text = json.dumps({key: value for key, value in said.items() if value}, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308  every character that could end the script is escaped


def _address(structure: Structure) -> dict[str, str]:
    said = {
        "streetAddress": structure.address,
        "postalCode": structure.postal_code,
        "addressLocality": structure.city,
    }
    filled = {key: value for key, value in said.items() if value}
    return {"@type": "PostalAddress", **filled, "addressCountry": "FR"} if filled else {}


def _location(structure: Structure) -> dict[str, Any]:
    """Only a point that is an address: the centre of a commune would mislead."""
    if structure.latitude is None or structure.geo_precision == Structure.Precision.COMMUNE:
        return {}
    geo = {"@type": "GeoCoordinates", "latitude": structure.latitude, "longitude": structure.longitude}
    hours = opening_hours_jsonld(structure.opening_hours)
    return {"@type": "Place", "geo": geo, **({"openingHoursSpecification": hours} if hours else {})}


def _identifiers(structure: Structure) -> list[dict[str, str]]:
    known = [("SIRET", structure.siret or ""), ("RNA", structure.rna)]
    return [{"@type": "PropertyValue", "propertyID": name, "value": value} for name, value in known if value]
