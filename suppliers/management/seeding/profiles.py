"""The kinds of structures that a territory holds, in plausible proportions."""

from dataclasses import dataclass

ASSOCIATION, RECOGNISED = "9220", "9230"
SARL, SAS = "5499", "5710"
SCOP_SARL, SCOP_SA, SCIC_SARL, SCIC_SA = "5458", "5558", "5460", "5560"
COMMERCIAL_FORMS = frozenset({SARL, SAS})

HANDICAP_TRADES = (
    "jardin",
    "proprete",
    "atelier",
    "linge",
    "cuisine",
    "mobilier",
    "numerique",
    "communication",
)
INSERTION_TRADES = ("proprete", "reemploi", "batiment", "jardin", "cuisine", "mobilite", "linge", "atelier")
SUPPLY_TRADES = ("proprete", "batiment", "services", "mobilite", "domicile", "jardin", "reemploi", "cuisine")
ASSOCIATION_TRADES = (
    "culture",
    "sport",
    "quartier",
    "solidarite",
    "enfance",
    "formation",
    "domicile",
    "sante",
    "reemploi",
    "culture",
    "quartier",
    "solidarite",
    "enfance",
    "formation",
    "terre",
    "conseil",
    "communication",
    "solidarite",
    "numerique",
    "mobilite",
    "finance",
)
COOPERATIVE_TRADES = (
    "communication",
    "numerique",
    "conseil",
    "ville",
    "batiment",
    "terre",
    "mobilite",
    "culture",
    "cuisine",
    "formation",
    "proprete",
    "atelier",
    "mobilier",
    "reemploi",
)


@dataclass(frozen=True, slots=True)
class Profile:
    """How structures of one kind look.

    `weight` is their share of legal units, in thousandths; `people` bounds the headcount; `inclusion`
    bounds the share of people in inclusion posts (%); `siblings` is how many units in a hundred have
    several establishments.
    """

    weight: int
    trades: tuple[str, ...]
    legal_forms: tuple[tuple[str, int], ...]
    name: str
    sentences: tuple[str, ...]
    people: tuple[int, int]
    kind: str = ""
    inclusion: tuple[int, int] | None = None
    labour_supply: bool = False
    siblings: int = 0
    esus: int = 0  # how many in a hundred hold the ESUS approval


PROFILES = {
    "association": Profile(
        weight=545,
        trades=ASSOCIATION_TRADES,
        legal_forms=((ASSOCIATION, 93), (RECOGNISED, 7)),
        name="{name}",
        sentences=(
            "Notre association agit dans {domain}.",
            "Association d’habitants et de professionnels, nous travaillons dans {domain}.",
            "Depuis plusieurs années, l’association porte des projets dans {domain}.",
        ),
        people=(1, 60),
        siblings=9,
        esus=4,
    ),
    "esat": Profile(
        weight=52,
        trades=HANDICAP_TRADES,
        legal_forms=((ASSOCIATION, 78), (RECOGNISED, 12), ("7366", 10)),
        name="ESAT {name}",
        sentences=("L’établissement accompagne par le travail des personnes handicapées, dans {domain}.",),
        people=(30, 160),
        kind="ESAT",
        inclusion=(70, 88),
        siblings=35,
        esus=12,
    ),
    "ea": Profile(
        weight=38,
        trades=HANDICAP_TRADES,
        legal_forms=((SARL, 34), (SAS, 22), (ASSOCIATION, 38), (SCOP_SARL, 6)),
        name="Entreprise adaptée {name}",
        sentences=("Entreprise adaptée, nous employons surtout des personnes handicapées dans {domain}.",),
        people=(12, 140),
        kind="EA",
        inclusion=(56, 90),
        esus=15,
    ),
    "ei": Profile(
        weight=55,
        trades=INSERTION_TRADES,
        legal_forms=((SARL, 30), (SAS, 26), (ASSOCIATION, 26), (SCIC_SARL, 9), (SCOP_SARL, 9)),
        name="{name}",
        sentences=(
            "Entreprise d’insertion, nous formons et employons des personnes sans emploi dans {domain}.",
        ),
        people=(8, 80),
        kind="EI",
        inclusion=(52, 80),
        siblings=6,
        esus=35,
    ),
    "aci": Profile(
        weight=80,
        trades=INSERTION_TRADES,
        legal_forms=((ASSOCIATION, 80), ("9221", 12), ("7361", 5), ("7210", 3)),
        name="{name}",
        sentences=("L’atelier et chantier d’insertion emploie et accompagne des personnes dans {domain}.",),
        people=(10, 60),
        kind="ACI",
        inclusion=(60, 88),
        siblings=10,
        esus=18,
    ),
    "etti": Profile(
        weight=16,
        trades=SUPPLY_TRADES,
        legal_forms=((SAS, 50), (SARL, 40), (SCIC_SA, 10)),
        name="L’Intérim {complement}",
        sentences=("Entreprise de travail temporaire d’insertion, nous proposons des équipes : {workers}.",),
        people=(20, 150),
        kind="ETTI",
        inclusion=(60, 92),
        labour_supply=True,
        siblings=30,
        esus=35,
    ),
    "ai": Profile(
        weight=24,
        trades=SUPPLY_TRADES,
        legal_forms=(("9222", 100),),
        name="Le Coup de Main {complement}",
        sentences=("Association intermédiaire, nous proposons des salariés accompagnés : {workers}.",),
        people=(15, 120),
        kind="AI",
        inclusion=(65, 92),
        labour_supply=True,
        esus=15,
    ),
    "geiq": Profile(
        weight=5,
        trades=("batiment", "proprete", "cuisine", "mobilite"),
        legal_forms=(("9223", 100),),
        name="GEIQ {complement}",
        sentences=("Groupement d’employeurs, nous recrutons et formons en alternance dans {domain}.",),
        people=(15, 90),
        kind="GEIQ",
        inclusion=(55, 80),
        labour_supply=True,
    ),
    "eiti": Profile(
        weight=4,
        trades=("mobilite", "communication", "services"),
        legal_forms=((SAS, 60), (ASSOCIATION, 40)),
        name="{name}",
        sentences=(
            "Entreprise d’insertion par le travail indépendant, nous aidons des indépendants dans {domain}.",
        ),
        people=(5, 40),
        kind="EITI",
        inclusion=(60, 90),
    ),
    "eatt": Profile(
        weight=4,
        trades=("proprete", "services", "atelier"),
        legal_forms=((SAS, 60), (SARL, 40)),
        name="L’Intérim adapté {complement}",
        sentences=("Entreprise adaptée de travail temporaire, nous proposons des équipes : {workers}.",),
        people=(10, 60),
        kind="EATT",
        inclusion=(45, 95),
        labour_supply=True,
    ),
    "ebe": Profile(
        weight=4,
        trades=("services", "reemploi", "terre"),
        legal_forms=((ASSOCIATION, 80), (SCIC_SARL, 20)),
        name="La Belle Ouvrage {complement}",
        sentences=("Entreprise à but d’emploi, nous embauchons des chômeurs du quartier dans {domain}.",),
        people=(12, 70),
        kind="EBE",
        inclusion=(80, 96),
    ),
    "regie": Profile(
        weight=9,
        trades=("proprete", "jardin", "services", "batiment"),
        legal_forms=((ASSOCIATION, 100),),
        name="Régie de quartier {complement}",
        sentences=(
            "La régie associe habitants, bailleur et ville ; elle emploie des habitants dans {domain}.",
        ),
        people=(10, 60),
        kind="ACI",
        inclusion=(55, 80),
        esus=25,
    ),
    "prison": Profile(
        weight=4,
        trades=("atelier", "linge", "numerique"),
        legal_forms=((SAS, 50), (ASSOCIATION, 50)),
        name="{name}",
        sentences=("Nous produisons en établissement pénitentiaire et préparons la sortie, dans {domain}.",),
        people=(8, 50),
        kind="PRISON",
        inclusion=(50, 95),
    ),
    "cooperative": Profile(
        weight=95,
        trades=COOPERATIVE_TRADES,
        legal_forms=((SCOP_SARL, 46), (SCOP_SA, 8), (SCIC_SARL, 22), (SCIC_SA, 14), ("5453", 10)),
        name="{name}",
        sentences=(
            "Coopérative de travail, nous partageons décisions et résultats, dans {domain}.",
            "Nous sommes une coopérative : les salariés décident ensemble, dans {domain}.",
        ),
        people=(2, 70),
        siblings=7,
        esus=22,
    ),
    "commercial": Profile(
        weight=38,
        trades=COOPERATIVE_TRADES,
        legal_forms=((SAS, 66), (SARL, 34)),
        name="{name}",
        sentences=(
            "Entreprise commerciale de l’économie sociale et solidaire, nous agissons dans {domain}.",
        ),
        people=(1, 50),
        esus=50,
    ),
    "mutuelle": Profile(
        weight=14,
        trades=("finance", "sante"),
        legal_forms=(("8210", 85), ("6411", 15)),
        name="Mutuelle {complement}",
        sentences=(
            "Mutuelle à but non lucratif, nous appartenons à nos adhérents et agissons dans {domain}.",
        ),
        people=(4, 180),
        siblings=35,
    ),
    "fondation": Profile(
        weight=13,
        trades=("sante", "solidarite", "culture", "enfance"),
        legal_forms=(("9300", 100),),
        name="Fondation {complement}",
        sentences=("La fondation soutient et gère des projets dans {domain}.",),
        people=(5, 200),
        siblings=30,
    ),
}
