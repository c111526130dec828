"""A card of the directory, said in French: who, where, what it sells, what proves it, how fresh that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any

from suppliers.procurement.answers import Answer, Note, Reason
from suppliers.procurement.certificates import KINDS_WITHOUT_TERM, Verification
from suppliers.procurement.certificates import State as CertificateState
from suppliers.search.links import card_url
from suppliers.search.listing import Listed
from suppliers.search.reference import Reference
from suppliers.search.state import State
from suppliers.territories.in_words import at_place

from .days import DAYS_PER_MONTH, ago, day_in_words
from .short_forms import short_form
from .social_services import ARTICLE, OF_WHAT_IT_SELLS, SocialServices

MOST_SECTORS = 3
STALE_MONTHS = 12
BAND_UNKNOWN = "Non employeuse ou non renseigné"  # SIRENE does not tell one from the other
BY_THE_TEAM = "par l’équipe de l’annuaire"  # who else, of a page nobody has claimed
SHAPES = {"siae": "ci", "insertion_autre": "ci", "handicap": "sq", "penitentiaire": "ci", "ess": "di"}
FAMILIES = {
    "association": "Association",
    "cooperative": "Coopérative",
    "mutuelle": "Mutuelle",
    "fondation": "Fondation",
    "societe_commerciale_ess": "Société commerciale de l’ESS",
}
# The whole sentence is on the structure's page (procurement.wording).
SHORT_REASONS = {
    Reason.UNVERIFIED: "preuve non vérifiée",
    Reason.END_UNKNOWN: "échéance à demander",
    Reason.ANNEX_MISSING: "annexe de l’année à demander",
    Reason.SHARE_UNKNOWN: "part de travailleurs visés à demander",
    Reason.SHARE_NOT_REACHED: "part déclarée sous 50 %",
    Reason.EQUIVALENT: "structure « équivalente » à apprécier",
    Reason.PRISON_DECIDES: "si le marché s’exécute en prison, avec au moins 50 % de personnes détenues",
    Reason.LOT_DECIDES: "selon sa mission et le lot",
    Reason.ESS_UNKNOWN: "appartenance à l’ESS à établir",
}
LABOUR_SUPPLY = "si le lot est une mise à disposition de personnel"
ANNEX_UNKNOWN = "annexe de l’année à demander"


@dataclass(slots=True)  # not frozen, as the two below: a page makes a hundred
class CertificateLine:
    shape: str
    name: str
    since: str


@dataclass(slots=True)
class AnswerLine:
    tone: str  # "ok" or "check"
    icon: str
    article: str
    text: str


@dataclass(frozen=True)
class Contact:
    """What is public; a part that is not known is empty. `page` is the short address of its page here."""

    siret: str
    address: str
    place: str
    phone: str
    email: str
    website: str
    page: str

    @property
    def is_reachable(self) -> bool:
        return bool(self.phone or self.email or self.website)


@dataclass(slots=True)
class Card:
    """What a list shows of a structure. `distance` is in words, or empty.

    Of what it sells, the sectors that were asked for stand apart, in `sells_asked`.
    """

    id: int
    name: str
    url: str
    shape: str
    city: str
    distance: str
    about: str
    approximate: bool
    sells_asked: str
    sells: str
    certificates: list[CertificateLine]
    answers: list[AnswerLine]
    size: str
    freshness: str
    is_stale: bool
    is_closed: bool
    works: str = ""  # whether it works in the commune searched around
    number: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    picked: bool = False
    contact: Contact | None = None


@dataclass(frozen=True)
class Question:
    """What a card answers first: a commune searched around, labels of the sectors asked, art. L2113-15."""

    around: str = ""
    sectors: frozenset[str] = frozenset()
    social_services: SocialServices = OF_WHAT_IT_SELLS


NOTHING_ASKED = Question()


def cards_of(
    entries: Iterable[Listed],
    at: State,
    reference: Reference,
    picked: Container[int],
    question: Question = NOTHING_ASKED,
) -> list[Card]:
    """One card for each entry, in order; `picked` holds the ids of the visitor's shortlist."""
    return [card_of(entry, at.today, reference, picked, question) for entry in entries]


def card_of(
    entry: Listed,
    today: dt.date,
    reference: Reference,
    picked: Container[int],
    question: Question = NOTHING_ASKED,
) -> Card:
    """The card of an entry as its row of the read model says it."""
    card: dict[str, Any] = entry.card
    sells_asked, sells = _sells(card["sectors"], question.sectors)
    freshness, is_stale = freshness_of(card, today)
    return Card(
        id=card["id"],
        name=card["name"],
        url=card_url(card),
        shape=card["shape"],
        city=card["city"],
        distance=distance_in_words(entry.distance_km),
        about=FAMILIES.get(card["family"]) or short_form(card.get("form", ""), card["legal_form"]),
        approximate=card["approximate"],
        sells_asked=sells_asked,
        sells=sells,
        certificates=_certificates(card, reference),
        answers=_answers(card, question.social_services.concern(card, reference)),
        size=_size(card),
        freshness=freshness,
        is_stale=is_stale,
        is_closed=card.get("closed", False),
        works=works_in_words(entry.works_there, question.around),
        number=entry.number,
        latitude=entry.latitude,
        longitude=entry.longitude,
        picked=entry.pk in picked,
    )


def _certificates(card: dict[str, Any], reference: Reference) -> list[CertificateLine]:
    held = [_certificate(item, reference) for item in card["certifications"]]
    return held + [_renewal(item, reference) for item in card.get("renewals", [])]


def _answers(card: dict[str, Any], social_services: bool) -> list[AnswerLine]:
    return [answer_line(item) for item in card["articles"] if social_services or item["article"] != ARTICLE]


def distance_in_words(km: float | None) -> str:
    """« 3,2 km », « 12 km »; metres below one kilometre, rounded to 50."""
    if km is None:
        return ""
    if km < 0.95:
        return f"{max(50, round(km * 20) * 50)} m"
    return f"{km:.1f} km".replace(".", ",") if km < 9.95 else f"{km:.0f} km"


def works_in_words(works_there: bool | None, place: str) -> str:
    """« intervient à Montreuil », or that it does not say so; empty when no commune is searched around."""
    if works_there is None or not place:
        return ""
    return f"intervient {at_place(place)}" if works_there else f"ne dit pas intervenir {at_place(place)}"


def since_in_words(item: dict[str, Any]) -> str:
    """Since when a certification is known, how far it was checked, until when it holds."""
    proven, until = day_in_words(item["proof_date"]), day_in_words(item["valid_until"])
    verified = item["verification"] == Verification.VERIFIED
    if verified and item["state"] == CertificateState.VALID:
        said = f"preuve vérifiée le {proven}"
    elif verified:  # a verified one is in doubt only for want of an end (certificates.state_at)
        said = f"preuve vérifiée le {proven}, échéance inconnue, à demander"
    elif item["verification"] == Verification.PROOF_RECEIVED:
        said = "justificatif reçu, à vérifier"
    else:
        seen = day_in_words(item.get("listed_on"))
        said = f"en liste officielle le {seen}, à vérifier" if seen else "déclaration à vérifier"
    return f"{said}, jusqu’au {until}" if until else said


def freshness_of(card: dict[str, Any], today: dt.date) -> tuple[str, bool]:
    """When the structure was last confirmed, or where it comes from; and whether that is old."""
    if card.get("closed"):
        return "Établissement fermé d’après SIRENE", True
    if card.get("left_list_on"):
        return f"Absente de la liste officielle depuis le {day_in_words(card['left_list_on'])}", True
    if card["confirmed_on"]:
        confirmed = dt.date.fromisoformat(card["confirmed_on"])
        months = (today - confirmed).days / DAYS_PER_MONTH
        by = "" if card["claimed"] else f" {BY_THE_TEAM}"
        if months >= STALE_MONTHS:
            return f"À confirmer : dernière confirmation{by} il y a {int(months)} mois", True
        return f"Confirmée{by} {ago(confirmed, today)}", False
    if card["claimed"]:
        return "Fiche tenue par la structure", False
    if card["source"]:
        when = f", {day_in_words(card['source_date'])}" if card["source_date"] else ""
        return f"Référencée d’après {card['source']}{when}", False
    return "Jamais confirmée par la structure", True


def _sells(sectors: list[str], asked: Container[str]) -> tuple[str, str]:
    """The sectors asked for, then the first others, as many as a card has room for."""
    wanted = [sector for sector in sectors if sector in asked][:MOST_SECTORS]
    others = [sector for sector in sectors if sector not in wanted]
    shown = others[: MOST_SECTORS - len(wanted)]
    left = len(others) - len(shown)
    more = [f"et {left} autre{'s' if left > 1 else ''}"] if left else []
    return " · ".join(wanted), " · ".join([*shown, *more])


def _certificate(item: dict[str, Any], reference: Reference) -> CertificateLine:
    kind = reference.kinds.get(item["kind"])
    name = kind.short_label if kind else item["label"]
    since = _listed([since_in_words(item), _sighting(item)])
    return CertificateLine(SHAPES.get(item["group"], "ro"), name, since)


def _sighting(item: dict[str, Any]) -> str:
    """What keeps one without an end valid (certificates.state_at): its list still showed it that day."""
    vouched = item["state"] == CertificateState.VALID and not item["valid_until"]
    seen = day_in_words(item.get("listed_on"))
    if not (vouched and seen) or item["kind"] in KINDS_WITHOUT_TERM:
        return ""
    return f"vue en liste officielle le {seen}"


def _renewal(item: dict[str, Any], reference: Reference) -> CertificateLine:
    """What has ended and is being renewed: it opens nothing, and says why the structure may yet be asked."""
    kind = reference.kinds[item["kind"]]
    ended = day_in_words(item["valid_until"])
    return CertificateLine(
        SHAPES.get(kind.group, "ro"), kind.short_label, f"échue le {ended}, renouvellement en cours"
    )


def answer_line(item: dict[str, Any]) -> AnswerLine:
    """What an article of a card is known to be: eligible, on which condition, or what there is to check."""
    proven = day_in_words(item["proof_date"])
    notes = item.get("notes", [])
    condition = LABOUR_SUPPLY if Note.LABOUR_SUPPLY in notes else ""
    if item["answer"] == Answer.ELIGIBLE:
        annex = ANNEX_UNKNOWN if Note.ANNEX_UNKNOWN in notes else ""
        said = ["éligible", f"preuve du {proven}" if proven else "", annex, condition]
        return AnswerLine("ok", "ok", item["article"], _listed(said))
    text = _listed(["à vérifier", SHORT_REASONS.get(item["reason"], ""), condition])
    if item["reason"] == Reason.LOT_DECIDES:  # true of every ESS structure: nothing of its own is in doubt
        return AnswerLine("lot", "info", item["article"], text)
    return AnswerLine("check", "check", item["article"], text)


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)


def _size(card: dict[str, Any]) -> str:
    headcount = card["headcount"]
    band = "" if card["band"] == BAND_UNKNOWN else card["band"]
    people = f"{headcount} personne{'s' if headcount > 1 else ''}" if headcount is not None else band
    delay, references = card["lead_time_days"], card["references"]
    parts = [
        people,
        f"délai habituel {delay} jour{'s' if delay > 1 else ''}" if delay else "",
        f"{references} référence{'s' if references > 1 else ''}" if references else "",
    ]
    return " · ".join(part for part in parts if part)
