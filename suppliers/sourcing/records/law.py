"""The legal notes of a record: what the code says of the need, what may be reserved, and equal treatment."""

from __future__ import annotations

from collections.abc import Sequence

from suppliers.models import Need
from suppliers.procurement.reservations import Opening
from suppliers.search.reference import Reference
from suppliers.search.state import State
from suppliers.sourcing.needs.parts import Part
from suppliers.sourcing.needs.rules_in_words import Opened, options_of, what_the_code_says

from .content import Law, Reservation, Sentence, Topic

STATEMENTS = [
    "Ce dossier rend compte d’un sourcing mené avant la consultation (R2111-1). Rien, dans son contenu, ne "
    "favorise une structure : la recherche, ses filtres et l’ordre des propositions y sont dits, et sont les "
    "mêmes pour toutes.",
    "Les questions d’une demande d’information sont les mêmes pour toutes les structures interrogées. Si "
    "l’une d’elles a aidé à préparer le marché, les autres reçoivent les mêmes informations dans les "
    "documents de la consultation (R2111-2).",
    "La distance a servi à chercher : elle n’est pas un critère et ne sert jamais à noter une offre.",
    "L’éligibilité indiquée vient des preuves connues à cette date. L’acheteur vérifie l’admission de chaque "
    "candidat, et décide.",
]
OPENINGS = {
    Opening.OPEN: "peut être envisagé",
    Opening.TO_CHECK: "à vérifier",
    Opening.CLOSED: "ne paraît pas possible",
}


def law_of(need: Need, parts: Sequence[Part], known: Reference, at: State) -> Law:
    topics = [
        Topic(name, [Sentence(one.sentence, one.article, one.url, one.to_check) for one in said])
        for name, said in what_the_code_says(need, parts, known, at)
    ]
    reservations = [
        _reservation(part.number, opened) for part in parts for opened in options_of(part, known, at)
    ]
    return Law(at.today.isoformat(), STATEMENTS, topics, reservations)


def _reservation(part: int, opened: Opened) -> Reservation:
    option = opened.option
    return Reservation(
        part,
        option.label,
        OPENINGS[option.opening],
        opened.is_chosen,
        opened.links,
        option.beneficiaries,
        list(option.obstacles),
        list(option.checks),
        option.notice,
        opened.eligible.count,
        opened.possible.count,
    )
