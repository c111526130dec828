"""The first structures of every demonstration, so that the main questions always find an answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Staged:
    """A structure written by hand; what it does not say is drawn like that of any other."""

    profile: str
    place: str  # INSEE code
    name: str
    sectors: tuple[str, ...]
    trade: str = "proprete"
    legal_form: str = ""
    state: str = "valid"


STAGED = (
    Staged(
        "esat", "93055", "ESAT Les Ateliers du Canal", ("nettoyage-locaux", "espaces-verts", "blanchisserie")
    ),
    Staged(
        "ei", "93048", "La Brosse et le Seau", ("nettoyage-locaux", "nettoyage-specialise"), legal_form="5458"
    ),
    Staged(
        "ea",
        "93048",
        "Atelier adapté Croix-de-Chavaux, propreté et environnement de l’Est parisien",
        ("nettoyage-locaux", "nuisibles-desinfection"),
        legal_form="5499",
        state="proof_received",
    ),
    Staged("esat", "93048", "ESAT La Haute Lanterne", ("nettoyage-locaux", "conditionnement")),
    Staged("esat", "93006", "ESAT L’Éclat des Coteaux", ("nettoyage-locaux", "nettoyage-vehicules")),
    Staged("esat", "94080", "ESAT La Rosée du Bois", ("nettoyage-locaux", "mailing-routage")),
    Staged("esat", "75120", "ESAT Les Carreaux de l’Est", ("nettoyage-locaux",), legal_form="7366"),
    Staged(
        "esat",
        "93064",
        "ESAT Le Propre des Marnaudes",
        ("nettoyage-locaux", "espaces-verts"),
        state="expired",
    ),
    Staged("esat", "94033", "ESAT Le Verger sous Bois", ("espaces-verts", "elagage"), trade="jardin"),
    Staged("regie", "93048", "Régie de quartier des Hautes Buttes", ("nettoyage-urbain", "encombrants-deee")),
    Staged("aci", "93001", "La Marmite du Fort", ("traiteur",), trade="cuisine"),
    Staged("cooperative", "93070", "Le Plan libre des Docks", ("maitrise-oeuvre",), trade="ville"),
)
