"""How a frozen record says its days, numbers and distances: the same in each of its files."""

from __future__ import annotations

import datetime as dt
from typing import Any

from suppliers.showing.amounts import number_in_words
from suppliers.showing.cards import distance_in_words
from suppliers.showing.days import long_day_in_words, moment_in_words
from suppliers.sourcing.lots_in_words import lots_in_words

NO_BREAK = "\u00a0"
ADDED = [
    ("lessons", "Ce qui a été appris"),
    ("need_changes", "Ce que cela a changé au besoin"),
    ("shared", "Ce qui sera communiqué à tous dans les documents de la consultation (R2111-2)"),
    ("helped", "Structures qui ont aidé à préparer le marché, et mesures prises (R2111-2)"),
    ("no_lots", "Raisons de ne pas allotir (L2113-11)"),
    ("social_exception", "Raisons de ne pas prévoir de condition d’exécution sociale (L2112-2-1)"),
    ("interests", "Déclaration sur les conflits d’intérêts"),
]
CHAPTERS = {
    "besoin": "1. Le besoin",
    "methode": "2. La méthode",
    "trouvees": "3. Ce qui a été trouvé",
    "selection": "4. La sélection",
    "echanges": "5. Les échanges",
    "droit": "6. Les notes juridiques",
    "fiches": "Annexe : fiches des structures de la sélection et des groupements",
}
FIRST_SOURCES = 5  # shown unfolded on a screen; a file gives them all
FIRST_FOUND = 10  # a longer list is folded on a screen, never on paper
UNSAID = "Non renseigné."
UNNOTED = "Non noté"
ORDER_KEPT = (
    "Cet ordre est celui du jour du dossier ; celui dans lequel chaque structure de la sélection était "
    "montrée est dit avec elle."
)
BY_SITE = "par le site"
NO_SENDING = "Envoi non noté"
BY_BUYER = "par la messagerie de l’acheteur"
REACHED = "Avec un contact, un échange ou une demande"
SAME_FOR_ALL = "Le même texte et les mêmes questions pour toutes."
FOUND_TITLES = ["N°", "Structure", "SIRET", "Commune", "Éléments connus"]
NOBODY_PICKED = "Aucune structure n’est dans la sélection."
NO_EXCHANGE = "Aucun échange n’est noté."
NO_SHEET = "Aucune structure n’est dans la sélection ni dans un groupement."
NOT_ANSWERED = "Pas de réponse à la date du dossier"
NO_ANSWER = "sans réponse"
NOTED = "Réponse notée par l’acheteur."
FROZEN = (
    "Ce dossier est figé : ce qui change ensuite dans l’annuaire, dans le besoin ou dans la sélection ne le "
    "modifie pas."
)
TO_CHECK = "Pour vérifier qu’un de ses fichiers est inaltéré :"
CHECK = "À vérifier :"
RESERVING = "Réservation"
IF_CHOSEN = "Phrase type, si l’acheteur décide cette réservation :"
KEPT_APART = "Un élément couvert par le secret des affaires est conservé à part."


def day(iso: str) -> str:
    """« 1er mars 2026 »; empty for no day."""
    return long_day_in_words(dt.date.fromisoformat(iso)) if iso else ""


def moment(iso: str) -> str:
    """« 1er mars 2026 à 9 h 05 »."""
    said = moment_in_words(dt.datetime.fromisoformat(iso))
    return said.replace(" h ", f"{NO_BREAK}h{NO_BREAK}")  # a narrow column would cut the hour


def count(number: int | None) -> str:
    """« 22 600 »; a dash where nothing could be counted."""
    return "–" if number is None else number_in_words(number)


def siret(digits: str) -> str:
    """« 123 456 789 00012 », in groups that do not part; anything else as it stands."""
    if len(digits) != 14:
        return digits
    return NO_BREAK.join([digits[:3], digits[3:6], digits[6:9], digits[9:]])


def distance(metres: int | None) -> str:
    return distance_in_words(None if metres is None else metres / 1000)


def eligibility(method: dict[str, Any]) -> str:
    """At which day proofs are read: that of the record; schemas 1 to 4, the last day for applications."""
    if method["eligibility_day"] == method["day"]:
        return f"L’état des preuves et l’éligibilité sont lus à cette date, jour du dossier.{_beside(method)}"
    on, today = day(method["eligibility_day"]), day(method["day"])
    return (
        f"L’éligibilité est lue au {on}, date limite des candidatures, dans les preuves connues le {today}."
    )


def _beside(method: dict[str, Any]) -> str:
    on = day(method.get("ending_on", ""))
    if not on:
        return ""
    return f" Ce qui finit avant le {on}, date limite des candidatures, est dit à côté."


def lots(numbers: list[int]) -> str:
    """« lots 1 et 2 »; the whole need where none is named."""
    return lots_in_words(numbers) or "le besoin entier"


def draw(one: dict[str, Any]) -> str:
    """« Ordre neutre tiré le 1er mars 2026 à 9 h 05, graine 739676 »; schemas 1 to 3 tell no hour."""
    when = moment(one["at"]) if one.get("at") else day(one["day"])
    if one["is_neutral"]:
        return f"Ordre neutre tiré le {when}, graine {one['seed']}"
    return f"Ordre expliqué repris le {when}"


def found(one: dict[str, Any]) -> list[str]:
    """When a structure was picked, from which search, in which order; schemas 1 to 3 tell a day only."""
    when = moment(one["found_at"]) if one.get("found_at") else day(one["found_on"])
    said = [when, *one["found_by"]]
    return [*said, f"Montrée : {shown_order(one)}"] if "shown_order" in one else said


def shown_order(one: dict[str, Any]) -> str:
    """« ordre expliqué »; says so where none was noted."""
    return one["shown_order"] or "ordre non noté"


def kept_for(one: dict[str, Any], told: dict[str, Any]) -> str:
    """« lots 1 et 3 »; nothing of a need without lots, nor of a record that does not tell it."""
    if "lots" not in one or not told["asked"]["parts"][0]["number"]:
        return ""
    return lots_in_words(one["lots"]) or "aucun lot précisé"


PICK_TITLES = ["Structure", "SIRET", "Décision", "Pourquoi", "Trouvée", "Changé depuis"]


def pick(one: dict[str, Any], told: dict[str, Any]) -> list[str]:
    """A structure of the shortlist, under PICK_TITLES."""
    stands = "" if one["is_set_aside"] else one["status"].replace(" ", NO_BREAK)
    return [
        one["name"],
        siret(one["siret"]),
        "\n".join(part for part in (decision(one), kept_for(one, told), stands) if part),
        one["reason"] or UNNOTED,
        "\n".join(found(one)),
        "\n".join(one["changes"]) or "–",
    ]


def taken_out(one: dict[str, Any]) -> str:
    """« Retirée de la sélection le 1er mars 2026 »."""
    return f"Retirée de la sélection le {day(one['taken_out_on'])}"


def sent(one: dict[str, Any]) -> str:
    """« 1er mars 2026, par le site »; an answer may have come without its sending being noted."""
    if not one["sent_on"]:
        return NO_SENDING if one["answered_on"] else "Non envoyée"
    if "is_by_site" not in one:  # a record of schema 1
        return day(one["sent_on"])
    return f"{day(one['sent_on'])}, {BY_SITE if one['is_by_site'] else BY_BUYER}"


def answers(one: dict[str, Any]) -> list[str]:
    """Each answer under the number of its question, what else came, and whether more is kept apart.

    A record of schema 1 tells neither the comment nor the role, one of schema 2 no documents.
    """
    said = [f"{rank}. {answer or NO_ANSWER}" for rank, answer in enumerate(one["answers"], start=1)]
    if one.get("comment"):
        said.append(f"Autres précisions : {one['comment']}")
    if one.get("documents"):
        said.append(f"Pièces reçues : {in_a_line(one['documents'])}")
    if who := ", ".join(part for part in (one["answered_by"], one.get("answered_role")) if part):
        said.append(f"Répondu par {who}.")
    if one.get("is_noted"):
        said.append(NOTED)
    if one["keeps_secrets"]:
        said.append(KEPT_APART)
    return said


def answered(one: dict[str, Any]) -> str:
    """« 1er mars 2026 »; what was never sent awaits no answer."""
    return day(one["answered_on"]) or (NOT_ANSWERED if one["sent_on"] else "–")


def enquiry_title(enquiry: dict[str, Any]) -> str:
    """« Demande du 1er mars 2026 : Nettoyage »; says so where no letter has left."""
    has_left = any(one["sent_on"] or one["answered_on"] for one in enquiry["asked"])
    left = "" if has_left else ", pas encore envoyée"
    return f"Demande du {day(enquiry['prepared_on'])}{left} : {enquiry['subject']}"


def talk(one: dict[str, Any]) -> list[str]:
    """What was said in an exchange, the papers that changed hands, and whether more is kept apart."""
    said = [one["content"]]
    if one.get("documents"):
        said.append(f"Pièces : {in_a_line(one['documents'])}")
    return [*said, KEPT_APART] if one["keeps_secrets"] else said


def in_a_line(text: str) -> str:
    """« devis.pdf ; plan.pdf », of a text with one on each line."""
    return " ; ".join(line.strip() for line in text.split("\n") if line.strip())


def group_title(group: dict[str, Any]) -> str:
    """« Groupement du 1er mars 2026 », « Groupement : Nord »: the word once."""
    title = str(group["title"])
    return title if title.casefold().startswith("groupement") else f"Groupement : {title}"


def nature(member: dict[str, Any]) -> str:
    return "Entreprise hors de l’annuaire" if member["is_conventional"] else "Structure de l’annuaire"


def role(member: dict[str, Any]) -> str:
    return "Mandataire" if member["is_lead"] else "Cotraitant"


def decision(pick: dict[str, Any]) -> str:
    """« Gardée », « Écartée le 1er mars 2026 »: the day is not told before schema 4."""
    if not pick["is_set_aside"]:
        return "Gardée"
    return f"Écartée le {day(pick['set_aside_on'])}" if pick.get("set_aside_on") else "Écartée"


def set_aside(member: dict[str, Any]) -> str:
    """« écartée de la sélection le 1er mars 2026 (délai) »: of a member of a group; not before schema 4."""
    if not member.get("set_aside"):
        return ""
    since = f" le {day(member['set_aside_on'])}" if member["set_aside_on"] else ""
    return f"écartée de la sélection{since} ({member['set_aside']})"


def members_set_aside(group: dict[str, Any]) -> list[str]:
    """« La Haute Lanterne : écartée de la sélection le 1er mars 2026 (Délai trop long). »"""
    return [f"{one['name']} : {set_aside(one)}." for one in group["members"] if set_aside(one)]


def standings(group: dict[str, Any]) -> list[dict[str, Any]]:
    """What was said of each reserved lot: its title, its sentences, its warning; not before schema 5."""
    return [
        {
            "title": f"{one['part']}, réservation {one['articles']}",
            "together": one["together"],
            "members": [f"{name} : {said}" for name, said in one["members"]],
            "warning": one["warning"],
        }
        for one in group.get("standings", [])
    ]


def remarks(told: dict[str, Any]) -> list[str]:
    """What in the need does not hold together; nothing of it was frozen before schema 4."""
    remarks: list[str] = told["asked"].get("remarks", [])
    return remarks


def added(told: dict[str, Any]) -> list[tuple[str, str]]:
    """What the buyer has written, under its label."""
    return [(label, told["added"][name]) for name, label in ADDED if told["added"].get(name)]


def how_many(part: dict[str, Any]) -> str:
    """« Liste complète : 32 structures. »"""
    listed, found = count(len(part["structures"])), count(part["count"])
    if part["is_cut"]:
        return f"Liste coupée : {listed} sur {found}. La recherche, donnée plus haut, les montre toutes."
    return f"Liste complète : {found} structure{'s' if part['count'] > 1 else ''}."


def search(part: dict[str, Any], told: dict[str, Any]) -> str:
    """Where anybody may make the search of a part again."""
    return f"{told['identity']['address']}/annuaire/?{part['query']}"


def check_page(told: dict[str, Any]) -> str:
    """Where anybody may check a file."""
    return f"{told['identity']['address']}/besoins/verifier/"


def file_name(number: str, version: int, title_slug: str, kind: str) -> str:
    """« dossier-de-sourcing-2026-0001-v1-nettoyage.docx », in ASCII."""
    slug = f"-{title_slug}" if title_slug else ""
    return f"dossier-de-sourcing-{number}-v{version}{slug}.{kind}"
