"""The legal notes of a record: what the code says of the need, what may be reserved, and equal treatment."""

from __future__ import annotations

from collections.abc import Sequence

from suppliers.models import Need
from suppliers.procurement.reservations import Opening
from suppliers.search.reference import Reference
from suppliers.search.state import State
from suppliers.sourcing.needs.ending import ending_before
from suppliers.sourcing.needs.parts import Part
from suppliers.sourcing.needs.rules_in_words import Opened, options_of, what_the_code_says

from .content import Law, Reservation, Sentence, Topic

STATEMENTS = [
    "Ce dossier rend compte d’un sourcing, fait pour préparer un marché (R2111-1). Il dit comment les "
    "structures ont été cherchées, dans quel ordre elles sont données et ce qui a été échangé. Il ne les "
    "note pas et n’en recommande aucune ; les règles de recherche et d’ordre sont les mêmes pour toutes.",
    "La recherche porte sur les seules structures de l’annuaire, connues à sa date : d’autres entreprises "
    "peuvent répondre au besoin.",
    "La sélection sert à préparer le marché. Y être ou non, en être écartée ou y avoir répondu ne donne et "
    "n’ôte aucun droit : toute entreprise qui remplit les conditions de la consultation peut y répondre.",
    "Une demande d’information porte le même texte et les mêmes questions pour toutes les structures qu’elle "
    "interroge. Si l’une d’elles aide à préparer le marché, l’acheteur donne les mêmes informations aux "
    "autres dans les documents de la consultation (R2111-2).",
    "Une distance renseigne sur le marché. Elle n’est pas un critère d’attribution et ne doit pas servir à "
    "noter une offre.",
    "L’éligibilité indiquée est celle du jour du dossier, lue dans les preuves connues ce jour-là ; ce qui "
    "finit avant la date limite des candidatures est dit à côté. L’acheteur vérifie l’éligibilité de chaque "
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
    ending = ending_before(need, parts, known, at)
    reservations = [
        _reservation(part.number, opened) for part in parts for opened in options_of(part, known, at, ending)
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
        opened.ending,
        option.opening is Opening.CLOSED,
    )
