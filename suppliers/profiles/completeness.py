"""How complete a profile is, and what would help buyers most if it were there.

The weights add up to 100. They follow what a buyer does with a profile: find it (what it sells, where it is,
who it is: 50), reach it (12), trust it (certifications and their proof, references: 16), see whether it can
do the job (people, delay, size of order: 15); the rest makes it pleasant (7). Nothing is asked of a structure
that has nothing of the kind: one that is of the social economy by its legal form needs no certification.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

SHORTEST_DESCRIPTION = 80  # characters; below, it is rather a slogan


@dataclass(frozen=True, slots=True)
class Held:
    """What a profile holds, as far as its completeness asks."""

    has_legal_form: bool = False
    is_ess_by_form: bool = False
    description: int = 0  # characters
    website: bool = False
    opening_hours: bool = False
    contact: bool = False  # a phone number or an address of mail
    placed: bool = False  # a point that is not the centre of a commune
    headcount: bool = False  # a number or a band
    lead_time: bool = False
    largest_order: bool = False
    cocontracting: bool = False  # said, be it yes or no
    activities: int = 0
    told_activities: int = 0  # with words of their own
    certifications: int = 0
    unproven: int = 0  # neither verified nor with a document
    references: int = 0
    photos: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """Something useful to buyers. `wish` completes « Le plus utile maintenant : »; `step` holds it."""

    wish: str
    weight: int
    step: str
    is_there: Callable[[Held], bool]


ASKED = [
    Asked("dire ce que vous vendez", 18, "offre", lambda held: held.activities > 0),
    Asked("un téléphone ou une adresse électronique", 12, "contact", lambda held: held.contact),
    Asked(
        "une présentation de quelques phrases",
        10,
        "identite",
        lambda held: held.description >= SHORTEST_DESCRIPTION,
    ),
    Asked("votre adresse exacte, placée sur la carte", 9, "lieu", lambda held: held.placed),
    Asked(
        "décrire vos offres, avec vos mots",
        7,
        "offre",
        lambda held: 0 < held.activities <= held.told_activities,
    ),
    Asked("votre forme juridique", 6, "identite", lambda held: held.has_legal_form),
    Asked(
        "vos agréments, conventions ou labels",
        6,
        "certifications",
        lambda held: held.certifications > 0 or held.is_ess_by_form,
    ),
    Asked("une référence", 6, "references", lambda held: held.references > 0),
    Asked("votre effectif", 5, "capacite", lambda held: held.headcount),
    Asked("le justificatif de vos certifications", 4, "certifications", lambda held: held.unproven == 0),
    Asked("votre délai habituel", 4, "capacite", lambda held: held.lead_time),
    Asked("la plus grosse commande possible", 4, "capacite", lambda held: held.largest_order),
    Asked("votre site web", 3, "identite", lambda held: held.website),
    Asked("dire si la cotraitance vous intéresse", 2, "capacite", lambda held: held.cocontracting),
    Asked("vos horaires", 2, "identite", lambda held: held.opening_hours),
    Asked("une photo de ce que vous faites", 2, "offre", lambda held: held.photos > 0),
]


@dataclass(frozen=True)
class Completeness:
    """A score from 0 to 100, and what is missing, the most useful to buyers first."""

    score: int
    missing: list[Asked]

    @property
    def next(self) -> Asked | None:
        return self.missing[0] if self.missing else None


def completeness_of(held: Held) -> Completeness:
    missing = [one for one in ASKED if not one.is_there(held)]
    missing.sort(key=lambda one: -one.weight)  # as listed where two weigh the same
    return Completeness(sum(one.weight for one in ASKED) - sum(one.weight for one in missing), missing)


# A certification waits for its document where the list that vouches for it has not been seen either.
_HELD = """
SELECT s.legal_form_id IS NOT NULL, COALESCE(f.ess_rule = 'de_droit', FALSE), length(s.description),
       s.website <> '', s.opening_hours <> '', s.phone <> '' OR s.email <> '',
       s.latitude IS NOT NULL AND s.geo_precision <> 'commune',
       s.headcount IS NOT NULL OR COALESCE(s.employee_band_id, 'NN') <> 'NN',
       s.lead_time_days IS NOT NULL, s.largest_order_excl_tax IS NOT NULL,
       s.open_to_cocontracting IS NOT NULL,
       (SELECT count(*) FROM suppliers_activity a WHERE a.structure_id = s.id),
       (SELECT count(*) FROM suppliers_activity a
         WHERE a.structure_id = s.id AND (a.description <> '' OR a.keywords <> '{}')),
       (SELECT count(*) FROM suppliers_certification c WHERE c.structure_id = s.id),
       (SELECT count(*) FROM suppliers_certification c
         WHERE c.structure_id = s.id AND c.verification = 'declared' AND c.listed_on IS NULL
           AND NOT EXISTS (SELECT 1 FROM suppliers_document d WHERE d.certification_id = c.id)),
       (SELECT count(*) FROM suppliers_clientreference r WHERE r.structure_id = s.id),
       (SELECT count(*) FROM suppliers_photo p WHERE p.structure_id = s.id)
  FROM suppliers_structure s LEFT JOIN suppliers_legalform f ON f.code = s.legal_form_id
 WHERE s.id = %s
"""


def held_by(structure_id: int) -> Held:
    """What a structure's profile holds, in one query; nothing for one that is not there."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [structure_id])
        row = cursor.fetchone()
    return Held(*row) if row else Held()
