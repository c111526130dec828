"""All that a new structure says beside its facts: what it sells, has done, shows, and whom to call."""

from __future__ import annotations

from typing import Any

from suppliers.models import ContactPerson, Structure

from .wording import named


def declared(structure: Structure) -> dict[str, Any]:
    """A fixed number of questions."""
    person = ContactPerson.objects.filter(structure=structure).select_related("consent_recorded_by").first()
    return {
        "activities": list(structure.activities.prefetch_related("sectors", "territories")),
        "certifications": list(structure.certifications.select_related("kind")),
        "references": list(structure.references.all()),
        "photos": list(structure.photos.all()),
        "person": person,
        "consent_by": named(person.consent_recorded_by) if person and person.consent_recorded_by else "",
    }
