"""The words of a structure: its presentation and the clients it speaks of."""

import datetime as dt
from decimal import Decimal
from random import Random

from suppliers.management.seeding.activities import Activities
from suppliers.management.seeding.drafts import ActivityDraft, ReferenceDraft
from suppliers.management.seeding.places import Place
from suppliers.management.seeding.profiles import Profile
from suppliers.management.seeding.themes import Theme

METHODS = (
    "Nos équipes s’adaptent aux horaires des services et interviennent en site occupé.",
    "Un référent unique suit chaque commande du début à la fin et rend compte chaque mois.",
    "Nous répondons seuls ou en groupement, sur un lot comme sur un bon de commande.",
    "Chaque demande reçoit un devis gratuit sous cinq jours.",
    "Nous achetons local et mesurons l’effet de nos achats sur l’environnement.",
    "Un bilan de qualité est partagé avec le client chaque trimestre.",
    "Nous travaillons déjà avec des communes, des écoles et des bailleurs sociaux.",
    "Nous prenons en charge de petites commandes comme des marchés de plusieurs années.",
)
INCLUSIVE_METHODS = (
    "L’accompagnement social et la formation occupent une demi-journée par semaine.",
    "Des encadrants techniques suivent chaque équipe sur place.",
    "Les parcours durent de quelques mois à deux ans et débouchent sur un emploi ou une formation.",
    "Chaque salarié est formé à son métier et aux gestes de sécurité.",
)
HANDICAP_KINDS = ("ESAT", "EA", "EATT")
INVITATIONS = (
    "Une visite est possible sur rendez-vous.",
    "Nos portes sont ouvertes un jeudi par mois.",
    "Écrivez-nous : nous répondons sous deux jours ouvrés.",
    "Un catalogue et une grille de tarifs sont envoyés sur demande.",
)
# How the name of a département stands after "une mairie"; elsewhere its number is enough.
OF_DEPARTEMENT = {
    "75": "de Paris", "77": "de Seine-et-Marne", "78": "des Yvelines", "91": "de l’Essonne",
    "92": "des Hauts-de-Seine", "93": "de Seine-Saint-Denis", "94": "du Val-de-Marne", "95": "du Val-d’Oise",
}  # fmt: skip
CLIENTS = (
    "Une mairie {of}",
    "Un bailleur social {of}",
    "Un collège {of}",
    "Un lycée {of}",
    "Un hôpital public {of}",
    "Un conseil départemental",
    "Un établissement public territorial",
    "Un centre d’action sociale {of}",
    "Une université publique",
    "Une entreprise de transport public",
    "Un théâtre public {of}",
    "Une crèche {of}",
    "Un service de l’État {of}",
    "Une résidence autonomie {of}",
    "Un centre de formation {of}",
    "Une entreprise du bâtiment {of}",
    "Un groupe scolaire {of}",
)


def presentation(
    rng: Random, profile: Profile, theme: Theme, headcount: int | None, inclusion: int | None
) -> str:
    """One to three sentences."""
    first = rng.choice(profile.sentences)
    sentences = [first.format(domain=theme.domain, workers=theme.workers or "équipes polyvalentes")]
    if headcount and inclusion and rng.random() < 0.4:
        state = "en situation de handicap" if profile.kind in HANDICAP_KINDS else "en parcours d’insertion"
        sentences.append(f"Sur {headcount} personnes, {inclusion} sont {state}.")
    elif rng.random() < 0.6:
        sentences.append(rng.choice(METHODS + INCLUSIVE_METHODS if profile.inclusion else METHODS))
    if rng.random() < 0.35:
        sentences.append(rng.choice(INVITATIONS))
    return " ".join(sentences)


def client_references(
    rng: Random, activities: Activities, sold: list[ActivityDraft], place: Place, today: dt.date
) -> list[ReferenceDraft]:
    """None for most, else one to four, none of them a client that exists by that name."""
    if not sold or rng.random() > 0.38:
        return []
    of = OF_DEPARTEMENT.get(place.departement.code, f"du département {place.departement.code}")
    references = []
    for client in rng.sample(CLIENTS, rng.choices((1, 2, 3, 4), (45, 30, 18, 7))[0]):
        amount = Decimal(round(rng.lognormvariate(9.9, 1.0) / 500) * 500) if rng.random() < 0.7 else None
        subject = activities.subject(rng, rng.choice(sold))
        references.append(
            ReferenceDraft(client.format(of=of), subject, today.year - rng.randint(0, 5), amount)
        )
    return references
