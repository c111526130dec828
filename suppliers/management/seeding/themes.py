"""Trades that go together: a structure sells within one, and its name says so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """A trade. The first sectors are the most common; `domain` follows "dans", `workers` "avec"."""

    sectors: tuple[str, ...]
    naf_codes: tuple[str, ...]
    nouns: tuple[str, ...]
    domain: str
    workers: str = ""
    far: bool = False  # sold at a distance as well as nearby


THEMES = {
    "jardin": Theme(
        ("espaces-verts", "elagage", "genie-ecologique", "plantes-apiculture", "travaux-forestiers"),
        ("81.30Z", "01.30Z", "02.40Z"),
        (
            "Les Jardins",
            "La Serre",
            "Les Paysagistes",
            "Le Sécateur",
            "Les Sentiers",
            "La Pépinière",
            "Le Verger",
        ),
        "les métiers du paysage et de la nature en ville",
        "jardiniers, élagueurs et agents d’espaces verts",
    ),
    "proprete": Theme(
        (
            "nettoyage-locaux",
            "nettoyage-urbain",
            "nettoyage-specialise",
            "nettoyage-vehicules",
            "nuisibles-desinfection",
            "produits-entretien",
        ),
        ("81.21Z", "81.22Z", "81.29B"),
        ("Les Carreaux", "L’Éclat", "La Rosée", "Le Propre", "Les Vitres", "La Savonnerie", "L’Eau claire"),
        "la propreté et l’entretien de locaux",
        "agents d’entretien, laveurs de vitres et agents de propreté urbaine",
    ),
    "reemploi": Theme(
        (
            "ressourcerie",
            "collecte-dechets",
            "encombrants-deee",
            "tri-papier",
            "reparation-objets",
            "biodechets-compostage",
            "reemploi-materiaux",
            "consigne-vaisselle",
        ),
        ("38.11Z", "38.32Z", "47.79Z", "95.29Z"),
        (
            "La Récolte",
            "La Seconde Main",
            "Le Grenier",
            "La Boucle",
            "Les Remises",
            "L’Ajustage",
            "La Consigne",
        ),
        "la collecte, le tri et le réemploi",
        "agents de tri, chauffeurs et valoristes",
    ),
    "batiment": Theme(
        (
            "peinture",
            "second-oeuvre",
            "renovation",
            "menuiserie-metallerie",
            "electricite",
            "gros-oeuvre",
            "plomberie-chauffage",
            "vrd-amenagement",
            "demolition-depollution",
        ),
        ("43.34Z", "43.39Z", "41.20B", "43.32A"),
        ("Les Compagnons", "Le Fil à Plomb", "La Truelle", "Les Bâtisseurs", "Le Chantier", "La Charpente"),
        "les métiers du bâtiment",
        "peintres, maçons, plaquistes et manœuvres",
    ),
    "ville": Theme(
        ("maitrise-oeuvre", "energie", "etudes-concertation", "reemploi-materiaux"),
        ("71.11Z", "71.12B", "72.20Z"),
        ("L’Équerre", "La Maison des Toits", "Le Plan libre", "Les Arpenteurs", "La Lucarne", "Le Compas"),
        "l’architecture, l’énergie et la fabrique de la ville",
        far=True,
    ),
    "cuisine": Theme(
        ("traiteur", "restauration-collective", "boulangerie-patisserie", "portage-repas"),
        ("56.21Z", "56.29B", "10.71C"),
        ("La Marmite", "Les Fourneaux", "La Grande Tablée", "Le Couvert", "La Huche", "Les Petits Plats"),
        "la cuisine et le service",
        "commis de cuisine, plongeurs et agents de restauration",
    ),
    "terre": Theme(
        ("produits-frais", "produits-alimentaires", "plantes-apiculture", "biodechets-compostage"),
        ("01.13Z", "47.29Z", "10.39B"),
        ("Les Paniers", "La Ferme", "Le Potager", "La Cagette", "L’Épicerie", "Les Maraîchers"),
        "le maraîchage et les produits locaux",
    ),
    "linge": Theme(
        ("blanchisserie", "couture-confection", "linge-textile", "vetements-travail"),
        ("96.01A", "14.13Z", "13.92Z"),
        ("L’Aiguille", "La Bobine", "Le Lavoir", "Les Fils", "La Navette", "Le Dé à coudre"),
        "l’entretien du linge et la confection",
    ),
    "atelier": Theme(
        (
            "conditionnement",
            "sous-traitance-industrielle",
            "mailing-routage",
            "bois-palettes",
            "artisanat-jeux",
            "fournitures-bureau",
        ),
        ("82.92Z", "25.62B", "16.24Z"),
        ("Les Ateliers", "L’Établi", "La Manufacture", "La Fabrique", "Le Montage", "Les Mains"),
        "le conditionnement, le montage et la sous-traitance",
        "opérateurs de conditionnement et agents de montage",
    ),
    "mobilier": Theme(
        ("mobilier-reemploi", "mobilier-neuf", "bois-palettes", "artisanat-jeux", "menuiserie-metallerie"),
        ("31.01Z", "95.24Z", "16.29Z"),
        ("Le Rabot", "La Varlope", "Le Copeau", "L’Ébénisterie", "Les Menuisiers", "La Scierie"),
        "le travail du bois et le mobilier",
        far=True,
    ),
    "mobilite": Theme(
        (
            "livraison-cyclologistique",
            "demenagement",
            "transport-personnes",
            "velo-autopartage",
            "stockage-logistique",
            "garage-automobile",
        ),
        ("53.20Z", "49.39A", "49.42Z", "52.10B", "45.20A"),
        ("La Roue", "Les Coursiers", "Le Pédalier", "La Tournée", "Les Porteurs", "Le Relais"),
        "la livraison, le déménagement et la mobilité",
        "chauffeurs, livreurs et déménageurs",
    ),
    "numerique": Theme(
        (
            "developpement-logiciel",
            "sites-web",
            "maintenance-informatique",
            "materiel-informatique",
            "saisie-numerisation",
            "mediation-numerique",
            "tests-accessibilite",
        ),
        ("62.01Z", "62.02A", "63.11Z", "95.11Z"),
        ("Le Clavier", "La Boussole", "Les Octets", "Le Phare", "La Passerelle", "L’Index"),
        "le numérique et les données",
        far=True,
    ),
    "communication": Theme(
        (
            "imprimerie",
            "graphisme-edition",
            "audiovisuel",
            "evenementiel",
            "signaletique",
            "agence-communication",
            "traduction-interpretation",
            "mailing-routage",
        ),
        ("18.12Z", "74.10Z", "59.11B", "73.11Z", "82.30Z", "74.30Z"),
        ("L’Encrier", "La Presse", "La Page blanche", "Les Voix", "Le Porte-voix", "Le Bureau des Images"),
        "l’impression, l’image et l’événement",
        far=True,
    ),
    "conseil": Theme(
        ("conseil-strategie", "etudes-concertation", "comptabilite-juridique", "rh-recrutement"),
        ("70.22Z", "69.20Z", "78.10Z"),
        ("Le Cap", "La Méthode", "Les Éclaireurs", "Le Tour de Table", "La Vigie", "Le Détour"),
        "le conseil et l’appui aux projets d’intérêt général",
        far=True,
    ),
    "services": Theme(
        ("conciergerie", "gardiennage-mediation", "secretariat-accueil", "fournitures-bureau"),
        ("82.11Z", "80.10Z", "81.10Z"),
        ("La Clé", "Le Trousseau", "La Loge", "Le Guichet", "Les Veilleurs", "Le Standard"),
        "l’accueil et les services du quotidien",
        "agents d’accueil, gardiens et manutentionnaires",
    ),
    "enfance": Theme(
        ("petite-enfance", "enfance-jeunesse", "enseignement-soutien"),
        ("88.91A", "88.99A", "85.60Z"),
        ("La Ribambelle", "Les Premiers Pas", "La Cabane", "La Toupie", "Les Cerfs-volants", "La Comptine"),
        "l’accueil des enfants et l’appui aux familles",
    ),
    "solidarite": Theme(
        ("action-sociale", "hebergement-social", "insertion-professionnelle", "mediation-numerique"),
        ("87.90B", "88.99B", "94.99Z"),
        ("La Porte ouverte", "Le Seuil", "L’Escale", "Le Toit", "La Main tendue", "Le Refuge"),
        "l’accueil, le logement et l’accès aux droits",
    ),
    "domicile": Theme(
        ("aide-domicile", "autonomie", "portage-repas"),
        ("88.10A", "88.10C"),
        (
            "Le Fil des Jours",
            "La Maisonnée",
            "Les Visiteurs",
            "Le Voisinage",
            "L’Attention",
            "Le Pas de Porte",
        ),
        "l’aide à domicile et l’autonomie",
        "aides-ménagères, jardiniers et assistants de vie",
    ),
    "sante": Theme(
        ("soins-sante", "autonomie", "hebergement-social"),
        ("86.90F", "86.21Z", "87.10B"),
        ("Le Souffle", "La Convalescence", "Le Soin", "La Maison de santé", "L’Équilibre", "Le Bien-être"),
        "la prévention et le soin",
    ),
    "formation": Theme(
        ("formation-continue", "insertion-professionnelle", "enseignement-soutien", "rh-recrutement"),
        ("85.59A", "85.59B"),
        ("L’Alphabet", "L’École", "Le Tremplin", "L’Ardoise", "Les Savoirs", "Le Cahier"),
        "la formation et l’accompagnement vers l’emploi",
    ),
    "culture": Theme(
        ("spectacle-vivant", "bibliotheque-musee", "audiovisuel", "evenementiel"),
        ("90.01Z", "91.02Z", "90.02Z"),
        ("Le Rideau", "La Compagnie", "Le Tréteau", "La Fanfare", "L’Estrade", "Les Coulisses"),
        "la création et la médiation culturelles",
        far=True,
    ),
    "sport": Theme(
        ("sport", "loisirs-animation"),
        ("93.12Z", "93.29Z"),
        ("L’Élan", "Le Club", "La Foulée", "Les Sportifs", "Le Stade", "La Passe"),
        "le sport et les loisirs pour tous",
    ),
    "quartier": Theme(
        ("loisirs-animation", "action-sociale", "tourisme-hebergement", "evenementiel"),
        ("94.99Z", "55.20Z", "93.29Z"),
        ("La Place", "Le Kiosque", "La Guinguette", "Les Voisins", "La Fontaine", "Le Carrefour"),
        "l’animation de la vie locale",
    ),
    "finance": Theme(
        ("assurance-finance",),
        ("65.12Z", "64.99Z"),
        ("La Tirelire", "L’Épargne", "La Caisse", "Le Partage"),
        "la protection sociale et la finance solidaire",
        far=True,
    ),
}
