"""Which procedure an amount leads to, on the day a consultation is launched."""

import datetime as dt
from collections.abc import Iterator

from suppliers.procurement.lots import ContractType
from suppliers.procurement.sayings import NeedFacts, Saying, Topic, euros
from suppliers.procurement.thresholds import (
    CONCESSION_EUROS,
    CONCESSION_UNTIL,
    Rule,
    Threshold,
    thresholds_on,
)

# Who may follow an adapted procedure; L2124-1 is of formal ones.
ADAPTED = "R2123-1"
TURNOVER_RULE = dt.date(2026, 1, 1)


def procedure(need: NeedFacts) -> Iterator[Saying]:
    """Publicity, competition, and what else begins at an amount."""
    if need.contract_type is ContractType.CONCESSION:
        yield from _concession(need)
        return
    if need.nature is None:
        yield Saying(
            Topic.PROCEDURE,
            "Les seuils dépendent de la nature de l’achat : services, fournitures ou travaux. Indiquez-la.",
            "R2122-8",
            to_check=True,
        )
        return
    yield from _by_amount(need, thresholds_on(need.launched_on, need.nature, need.buyer))


def _by_amount(need: NeedFacts, known: dict[Rule, Threshold]) -> Iterator[Saying]:
    if Rule.FORMAL not in known:
        which, article = ("européens ", "L2124-1") if Rule.DISPENSE in known else ("", "R2122-8")
        yield Saying(
            Topic.PROCEDURE,
            f"Les seuils {which}de cette date ne sont pas connus ici : ils changent tous les deux ans.",
            article,
            to_check=True,
        )
    if need.amount is None:
        yield from _amounts_to_watch(known)
    else:
        yield from _at(need.amount, need, known)
    yield Saying(
        Topic.PROCEDURE,
        "Le montant à comparer est celui du besoin entier, tous lots compris : un besoin ne se fractionne "
        "pas.",
        "R2122-8",
        to_check=True,
    )
    if need.launched_on >= TURNOVER_RULE:
        yield Saying(
            Topic.PROCEDURE,
            "Un chiffre d’affaires minimal peut être demandé aux candidats, dans la limite d’une fois et "
            "demie le montant du marché ; une réservation n’en demande aucun.",
            "R2142-7",
            to_check=True,
        )
    yield Saying(
        Topic.PROCEDURE,
        "Une réservation est écrite dans l’avis ou, sans avis, dans les documents de la consultation. Elle "
        "ne "
        "dispense ni de publicité, ni de mise en concurrence, ni de critères.",
        "R2113-7",
    )


def _concession(need: NeedFacts) -> Iterator[Saying]:
    in_time = need.launched_on <= CONCESSION_UNTIL
    amount = f"à partir de {euros(CONCESSION_EUROS)}" if in_time else "au-delà du seuil européen"
    yield Saying(Topic.PROCEDURE, f"Une concession suit les règles européennes {amount}.", "", to_check=True)
    yield Saying(
        Topic.PROCEDURE,
        "Elle peut être réservée aux structures du handicap ou de l’insertion ; la réservation des services "
        "de "
        "l’article L2113-15 n’existe que pour les marchés.",
        "L3113-1",
        to_check=True,
    )


def _amounts_to_watch(known: dict[Rule, Threshold]) -> Iterator[Saying]:
    """Without an amount: those that matter."""
    if Rule.DISPENSE in known:
        one = known[Rule.DISPENSE]
        yield Saying(
            Topic.PROCEDURE,
            f"En dessous de {euros(one.euros)}, le marché peut être passé sans publicité ni mise en "
            "concurrence. Estimez le montant pour connaître la procédure.",
            one.article,
        )
    if Rule.FORMAL in known:
        one = known[Rule.FORMAL]
        yield Saying(
            Topic.PROCEDURE,
            f"La procédure formalisée commence à {euros(one.euros)}.",
            one.article,
        )


def _at(amount: int, need: NeedFacts, known: dict[Rule, Threshold]) -> Iterator[Saying]:
    said = euros(amount)
    if one := known.get(Rule.DISPENSE):
        yield _dispense(amount, said, one)
    if (one := known.get(Rule.WRITTEN)) and amount >= one.euros:
        yield Saying(Topic.PROCEDURE, f"Le marché est écrit, dès {euros(one.euros)}.", one.article)
    if one := known.get(Rule.FORMAL):
        yield from _formal(amount, need, known, one)
    # Of a formal procedure, and of social services, publicity has its own rules: this one is a floor.
    has_other_rules = need.has_listed_services or is_above_the_union_threshold(need)
    published = [
        (Rule.DOCUMENTS, "Les documents de la consultation sont en ligne, gratuitement"),
        (Rule.JOURNAL, "L’avis paraît au BOAMP ou dans un journal d’annonces légales"),
        (Rule.ESSENTIAL_DATA, "Les données essentielles du marché sont publiées"),
    ]
    for rule, what in published:
        if (one := known.get(rule)) and amount >= one.euros:
            to_check = rule is Rule.JOURNAL and has_other_rules
            yield Saying(Topic.PROCEDURE, f"{what}, dès {euros(one.euros)}.", one.article, to_check)


def is_above_the_union_threshold(need: NeedFacts) -> bool:
    """Whether it is, or may be: nothing is ruled out while the amount or the nature is unknown.

    Services of art. L2113-15, alone, have a threshold of their own (R2123-1, 3°).
    """
    if need.amount is None or need.nature is None:
        return True
    known = thresholds_on(need.launched_on, need.nature, need.buyer)
    is_social = need.has_listed_services and not need.has_other_services
    formal = known.get(Rule.SOCIAL_NOTICE if is_social else Rule.FORMAL)
    return formal is None or need.amount >= formal.euros


def _dispense(amount: int, said: str, one: Threshold) -> Saying:
    if amount < one.euros:
        return Saying(
            Topic.PROCEDURE,
            f"À {said}, sous {euros(one.euros)}, un marché sans publicité ni mise en concurrence peut être "
            "envisagé : choisir une offre pertinente, bien utiliser les deniers publics, ne pas contracter "
            "toujours avec la même structure.",
            one.article,
        )
    return Saying(
        Topic.PROCEDURE,
        f"À {said}, le montant atteint {euros(one.euros)} : publicité et mise en concurrence, au moins en "
        "procédure adaptée.",
        one.article,
    )


def _formal(
    amount: int, need: NeedFacts, known: dict[Rule, Threshold], formal: Threshold
) -> Iterator[Saying]:
    if need.has_listed_services:
        yield from _social_services(need, known.get(Rule.SOCIAL_NOTICE), formal)
    if need.has_listed_services and not need.has_other_services:
        return
    if amount >= formal.euros:
        said = f"Le montant atteint le seuil européen de {euros(formal.euros)} : procédure formalisée."
        yield Saying(Topic.PROCEDURE, said, formal.article)
    else:
        said = f"Sous le seuil européen de {euros(formal.euros)}, la procédure adaptée est possible."
        yield Saying(Topic.PROCEDURE, said, ADAPTED)


def _social_services(need: NeedFacts, social: Threshold | None, formal: Threshold) -> Iterator[Saying]:
    """Art. R2123-1, 3°. No amount is known of an entité adjudicatrice, nor of supplies and works."""
    if social:
        yield Saying(
            Topic.PROCEDURE,
            "Pour des services sociaux ou d’autres services spécifiques, la procédure adaptée est possible "
            f"quel que soit le montant ; un avis européen est requis dès {euros(social.euros)}.",
            social.article,
            to_check=True,
        )
    if need.has_other_services:
        yield Saying(
            Topic.PROCEDURE,
            "Le besoin réunit ces services et d’autres achats : ce qui décide de la procédure est à "
            "vérifier.",
            formal.article,
            to_check=True,
        )
    elif social is None:
        yield Saying(
            Topic.PROCEDURE,
            "Le seuil propre à ces services n’est pas connu ici pour cet acheteur et cette nature d’achat.",
            ADAPTED,
            to_check=True,
        )
