"""Every kind of letter, in one place: what people call it, why they get it, whether it can be stopped.

A kind is also the name of its template, `suppliers/mailing/<kind>.txt`.
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """`label` stands on the page where letters are chosen; `why` ends the letter itself. `of_address`: it
    goes to an address, whoever reads it, and is stopped for that address.
    """

    label: str
    why: str
    stoppable: bool = False
    of_address: bool = False


_MEMBER = "Vous recevez ce courriel parce que vous tenez la fiche d’une structure dans l’annuaire."
_FOLLOWER = "Vous recevez ce courriel parce que vous gardez des recherches ou des sélections sur le site."
_ANSWER = "Vous recevez ce courriel en réponse à ce que vous avez fait sur le site."

# Of a letter that answers somebody: a decision, an invitation. It is not for its reader to stop.
ANSWER = Kind("Les réponses à vos demandes", _ANSWER)
ACCOUNT = Kind(
    "La connexion et la sécurité du compte", "Vous recevez ce courriel pour votre compte sur le site."
)
MEMBERS = Kind(
    "Qui est membre de vos structures et organisations",
    "Vous recevez ce courriel parce que vous en êtes membre, ou l’étiez.",
)

KINDS: dict[str, Kind] = {
    "profile-to-confirm": Kind("Une fiche à confirmer, une fois par an", _MEMBER, stoppable=True),
    "certification-ending": Kind("Une certification qui arrive à échéance", _MEMBER, stoppable=True),
    "draft-waiting": Kind("Une inscription laissée en brouillon", _MEMBER, stoppable=True),
    "search-news": Kind("Les nouvelles structures de vos recherches enregistrées", _FOLLOWER, stoppable=True),
    "shortlist-losses": Kind("L’éligibilité perdue dans vos sélections", _FOLLOWER, stoppable=True),
    "access-asked": Kind("Une demande d’accès à une fiche que vous tenez", _MEMBER),
    "certification-listed": ANSWER,
    "claim-granted": ANSWER,
    "claim-received": ANSWER,
    "claim-notice": Kind(
        "Quelqu’un qui reprend votre fiche",
        "Vous recevez ce courriel parce que cette adresse est publiée comme contact de la structure.",
    ),
    "structure-submitted": ANSWER,
    "decision_approved": ANSWER,
    "question-on-page": Kind("Une question de l’équipe sur une fiche que vous tenez", _MEMBER),
    "decision_asked": ANSWER,
    "decision_refused": ANSWER,
    "decision_unasked": ANSWER,
    "decision_undone": ANSWER,
    "decision_report": ANSWER,
    "page-corrected": Kind("Une fiche que l’équipe de l’annuaire a corrigée", _MEMBER),
    "merged": Kind("Deux de vos fiches réunies en une", _MEMBER),
    "invitation": Kind(
        "Les invitations à rejoindre une structure ou une organisation",
        "Vous recevez ce courriel parce que quelqu’un a donné votre adresse pour vous inviter.",
    ),
    "enquiry": Kind(
        "Les demandes d’information d’acheteurs publics",
        "Vous recevez ce courriel parce que cette adresse est publiée comme contact de la structure.",
        stoppable=True,
        of_address=True,
    ),
    "enquiry-answered": ANSWER,
    "handover": MEMBERS,
    "removed": MEMBERS,
    "left": MEMBERS,
    "compte": ACCOUNT,
    "account_inactive": ACCOUNT,
    "account_deleted": ACCOUNT,
}


def kind_of(name: str) -> Kind:
    return KINDS.get(name, ANSWER)


def stoppable_kinds() -> dict[str, Kind]:
    """Those that an account chooses among."""
    return {name: kind for name, kind in KINDS.items() if kind.stoppable and not kind.of_address}


def lasting_kinds() -> list[Kind]:
    """Those that always leave."""
    return list(dict.fromkeys([ANSWER, *(kind for kind in KINDS.values() if not kind.stoppable)]))
