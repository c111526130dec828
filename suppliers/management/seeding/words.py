"""Neutral words that names and addresses are made of, and the real names they must never spell."""


def _items(text: str) -> tuple[str, ...]:
    return tuple(" ".join(item.split()) for item in text.split(";"))


COMPLEMENTS = _items(
    """
    du Canal; de la Girouette; du Grand Tilleul; des Sept Lanternes; de l'Alouette; du Héron cendré; de
    la Haute Lanterne; des Trois Écluses; du Vieux Lavoir; de la Huppe; du Pont tournant; des Cinq
    Ormes; de la Source vive; du Martin-pêcheur; des Quatre Vents; de la Butte aux Merles; du Clos
    fleuri; de la Péniche; des Hirondelles; du Cerisier blanc; de la Tuilerie; du Moulin bleu; des
    Saules; de la Rotonde; du Lierre; de la Grande Ourse; du Chemin creux; des Aubépines; de la
    Carrière; du Figuier; des Bleuets; de la Verrière; du Petit Phare; de l'Ancienne Gare; des
    Noisetiers; de la Halle; du Chat perché; de l'Horloge; des Coquelicots; de la Passerelle; du Puits
    sans fond; des Mille Feuilles; de l'Étoile polaire; du Bout du Quai; des Capucines; de la Lune
    rousse; du Genêt; des Deux Rives; de la Clairière; du Tournesol; de l'Herbe folle; des Marronniers;
    de la Brique rouge; du Rouge-gorge; des Glycines; de l'Écureuil roux; du Vieux Chêne; de la Mésange;
    du Houblon; des Roseaux; de l'Écharpe verte; du Belvédère; de la Comète; des Lucioles; du Tamaris;
    de la Marelle; du Gué; de l'Arc-en-ciel; des Peupliers; de la Chouette; du Bosquet; des Grandes
    Orgues; de la Fougère; du Colibri; des Tilleuls argentés; de l'Estuaire; du Plateau; de la
    Bergeronnette; du Lampadaire; des Mûriers; de l'Orme; de la Voie verte; du Soleil levant; de la
    Cigale bleue; des Passereaux; du Sureau; de la Rose des Vents; de l'Échelle; du Cadran; des
    Primevères; de la Coccinelle; du Rivage; des Bouleaux; de la Pierre plate; de l'Olivier; du
    Sémaphore; des Genévriers; de la Jonquille; du Petit Pont; des Myosotis; de l'Érable; de la Tour
    carrée; du Faubourg; des Acacias; de la Demi-lune; du Grand Large; de l'Aqueduc; des Charmes; de la
    Garenne; du Merle moqueur; des Églantiers; de l'Hermine; du Ponton; de la Vigne folle; des Sorbiers;
    du Coteau; de l'Esplanade; des Flots bleus; de la Corde à linge; du Tramway; des Anémones
    """
)

# What an association that runs several places is called.
ASSOCIATION_NOUNS = _items(
    """
    Le Pont; La Source; Les Amis; L'Élan; Le Chemin; L'Horizon; La Ronde; Le Lien; L'Alliance; La
    Maison; Les Compagnes et Compagnons; Le Partage; L'Avenir; La Traverse
    """
)

STREETS = _items(
    """
    rue de la République; avenue Jean-Jaurès; rue Victor-Hugo; boulevard de la Liberté; rue Pasteur; rue
    Gambetta; rue des Écoles; avenue du Général-Leclerc; rue de la Gare; place du Marché; rue de Paris;
    rue Voltaire; chemin des Vignes; rue Émile-Zola; avenue de Verdun; rue du Moulin; allée des
    Tilleuls; rue de l'Égalité; rue Marcelin-Berthelot; quai de la Marne; rue Louise-Michel; rue du
    Château; rue des Jardins; avenue Pierre-Curie; passage des Artisans; rue de l'Église; rue
    Jules-Ferry; rue Denis-Papin; rue de l'Industrie; impasse des Lilas; rue Olympe-de-Gouges; rue des
    Marronniers; cours de la Mairie; rue Anatole-France; rue du Docteur-Roux; avenue de la Résistance;
    rue Ambroise-Croizat; rue Carnot; rue du Progrès; rue Rosa-Parks; villa des Ateliers; rue Lavoisier;
    rue du 8-Mai-1945; avenue Aristide-Briand; rue des Fossés; rue Neuve; rue de la Fraternité; rue
    Arago; sentier des Coteaux; rue de Bretagne; rue Simone-Veil; rue du Port
    """
)

EXTRAS = _items(
    """
    Bâtiment B; 2e étage; Pépinière associative; Hall 3; Entrée par la cour; Porte 12; Local 4
    """
)

# Well-known names of the sector: none may stand in fictional data.
REAL_NAMES = _items(
    """
    emmaus; apf; ares; vitamine t; table de cana; groupe sos; envie; croix rouge; apajh; unapei; adapt;
    ladapt; papillons blancs; restos du coeur; secours; armee du salut; reseau cocagne; jardins de
    cocagne; id ees; idees interim; humando; janus; la varappe; varappe; ammareal; la poste; recyclivre;
    moulinot; les alchimistes; phenix; biocoop; enercoop; macif; maif; matmut; harmonie mutuelle; mgen;
    credit cooperatif; la nef; coorace; fei; chantier ecole; unea; hosmoz; geiq 3a; adie; france active;
    simplon; siel bleu; up group; cheque dejeuner; petits freres des pauvres; aurore; coallia; habitat
    et humanite; habitat et humanisme; solidarites nouvelles; la cravate solidaire; le relais 75; la
    petite rockette; carton plein; extramuros; elise; cedre; lulu dans ma rue; la conciergerie
    solidaire; baluchon; fondation de france; fondation abbe pierre; interface formation; espaces;
    halage; etudes et chantiers; aurora; les canaux; villages du monde
    """
)
