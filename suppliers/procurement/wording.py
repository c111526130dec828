"""What the rules say to people, in French. The buyer checks: no sentence claims legal certainty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from suppliers.procurement.answers import Answer, Message, Note, Reason
from suppliers.procurement.decision_table import REQUIRED_SHARE, Article
from suppliers.procurement.lots import ContractType, Lot, articles_at_stake


@dataclass(frozen=True)
class ArticleWording:
    """An article as shown on screens; `reserved_to` completes « réservé à des… » in a notice.

    `checks` are what no register says, and the buyer has to look at.
    """

    label: str
    short_label: str
    beneficiaries: str
    reserved_to: str
    checks: tuple[str, ...] = ()


_HANDICAP = (
    "Entreprises adaptées, ESAT et structures équivalentes, "
    f"dont au moins {REQUIRED_SHARE} % des travailleurs sont en situation de handicap.",
    "entreprises adaptées, à des établissements et services d’accompagnement par le travail "
    "ou à des structures équivalentes, "
    f"employant au moins {REQUIRED_SHARE} % de travailleurs en situation de handicap",
)
_INSERTION = (
    "Structures d’insertion par l’activité économique et structures équivalentes, "
    f"dont au moins {REQUIRED_SHARE} % des travailleurs sont défavorisés.",
    "structures d’insertion par l’activité économique ou à des structures équivalentes, "
    f"employant au moins {REQUIRED_SHARE} % de travailleurs défavorisés",
)

ARTICLES: Mapping[Article, ArticleWording] = {
    Article.L2113_12: ArticleWording(
        "Marché réservé aux structures du handicap (L2113-12)", "L2113-12 · handicap", *_HANDICAP
    ),
    Article.L2113_13: ArticleWording(
        "Marché réservé aux structures d’insertion (L2113-13)", "L2113-13 · insertion", *_INSERTION
    ),
    Article.L2113_13_1: ArticleWording(
        "Marché réservé à la production en prison (L2113-13-1)",
        "L2113-13-1 · prison",
        "Opérateurs qui exécutent le marché en établissement pénitentiaire, "
        f"avec au moins {REQUIRED_SHARE} % de personnes détenues.",
        "opérateurs exécutant le marché dans le cadre d’activités de production en établissement "
        f"pénitentiaire, avec au moins {REQUIRED_SHARE} % de personnes détenues",
    ),
    Article.L2113_15: ArticleWording(
        "Marché de services réservé aux entreprises de l’ESS (L2113-15)",
        "L2113-15 · services ESS",
        "Entreprises de l’économie sociale et solidaire, pour certains services de santé, sociaux, "
        "culturels ou d’enseignement et pour trois ans au plus.",
        "entreprises de l’économie sociale et solidaire ou à des structures équivalentes, dont "
        "l’objectif est d’assumer une mission de service public liée aux services du marché",
        (
            "L’objet de la structure : une mission de service public liée aux services du marché (L2113-15).",
            "L’objet du lot : uniquement des services dont le code CPV est dans la liste de l’annexe 3 "
            "du code (L2113-15).",
            "L’acheteur : un pouvoir adjudicateur (L2113-15).",
            "La durée : trois ans au plus (L2113-16).",
            "Les marchés passés : aucun marché de ces services avec le même acheteur dans les trois années "
            "précédentes (L2113-16).",
        ),
    ),
    Article.L3113_1: ArticleWording(
        "Concession réservée aux structures du handicap (L3113-1)", "L3113-1 · handicap", *_HANDICAP
    ),
    Article.L3113_2: ArticleWording(
        "Concession réservée aux structures d’insertion (L3113-2)", "L3113-2 · insertion", *_INSERTION
    ),
}


@dataclass(frozen=True)
class AnswerWording:
    label: str
    sentence: str


ANSWERS: Mapping[Answer, AnswerWording] = {
    Answer.ELIGIBLE: AnswerWording(
        "Éligible selon les preuves connues",
        "Les preuves connues vont dans ce sens ; l’admission reste à vérifier par l’acheteur.",
    ),
    Answer.TO_CHECK: AnswerWording(
        "À vérifier", "L’éligibilité est plausible ; un point reste à vérifier par l’acheteur."
    ),
    Answer.NOT_ELIGIBLE: AnswerWording(
        "Non éligible selon les données connues",
        "Rien, dans les données connues, ne permet d’accéder à cette réservation.",
    ),
    Answer.NOT_APPLICABLE: AnswerWording(
        "Réservation impossible", "Le lot, tel qu’il est décrit, ne paraît pas pouvoir être réservé ainsi."
    ),
}

REASONS: Mapping[Reason, str] = {
    Reason.APPROVED: "L’agrément ou l’autorisation, vérifié, correspond à cet article.",
    Reason.SHARE_REACHED: f"La part de travailleurs visés atteint {REQUIRED_SHARE} % "
    "et la certification est vérifiée.",
    Reason.CHECKS_RECORDED: "Structure de l’ESS ; l’acheteur a noté avoir vérifié sa mission et ses "
    "marchés des trois dernières années.",
    Reason.ORDINARY_LOT: "Le lot n’est pas réservé : toute structure peut candidater.",
    Reason.EVERY_MEMBER: "Chaque membre du groupement paraît éligible.",
    Reason.UNVERIFIED: "La certification n’est pas vérifiée : à vérifier par l’acheteur.",
    Reason.END_UNKNOWN: "La certification a été vérifiée, mais son échéance n’est pas connue : à demander.",
    Reason.ANNEX_MISSING: "La convention est en cours, mais l’annexe de l’année manque : à demander.",
    Reason.SHARE_UNKNOWN: "La part de travailleurs visés n’est pas connue : à demander à la structure.",
    Reason.SHARE_NOT_REACHED: f"La part déclarée est inférieure à {REQUIRED_SHARE} % : "
    "à vérifier par l’acheteur.",
    Reason.EQUIVALENT: "La structure peut se dire « équivalente » : l’acheteur l’apprécie au cas par cas.",
    Reason.PRISON_DECIDES: "La réservation vaut si ce marché s’exécute en établissement pénitentiaire, "
    f"avec au moins {REQUIRED_SHARE} % de personnes détenues (L2113-13-1, R2113-7) : "
    "à vérifier par l’acheteur.",
    Reason.LOT_DECIDES: "La structure est une entreprise de l’ESS, première condition de l’article ; "
    "les autres restent à vérifier par l’acheteur.",
    Reason.ESS_UNKNOWN: "L’appartenance à l’ESS reste à établir.",
    Reason.CHECKS_MISSING: "Structure de l’ESS ; restent à vérifier sa mission de service public et "
    "l’absence de marché de même nature avec l’acheteur depuis trois ans.",
    Reason.DURATION_UNKNOWN: "Structure de l’ESS ; la durée du lot, limitée à trois ans, reste à préciser.",
    Reason.CONCESSION_PRISON: "L’article applicable aux concessions exécutées en prison est à vérifier.",
    Reason.SOME_MEMBERS: "Les membres du groupement ne sont pas tous éligibles : à vérifier par l’acheteur.",
    Reason.NO_MEMBER: "Aucun membre du groupement ne paraît éligible : à vérifier par l’acheteur.",
    Reason.INVALID: "La certification a été rejetée ou retirée.",
    Reason.NOT_YET: "La certification ne commence qu’après cette date.",
    Reason.EXPIRED: "La certification est arrivée à échéance.",
    Reason.CLOSED: "L’établissement est fermé d’après SIRENE.",
    Reason.NO_CERTIFICATE: "Aucune certification connue de cet établissement ne correspond à cet article.",
    Reason.SHARE_TOO_LOW: f"La part de travailleurs visés est inférieure à {REQUIRED_SHARE} %.",
    Reason.NOT_IN_PRISON: "Le lot n’est pas exécuté en établissement pénitentiaire.",
    Reason.PUBLIC_BODY: "Un organisme public n’est pas une entreprise de l’ESS.",
    Reason.NOT_ESS: "Rien n’indique que la structure soit une entreprise de l’ESS.",
    Reason.PREVIOUS_CONTRACT: "La structure a tenu un marché de ces services avec le même acheteur "
    "dans les trois années précédentes (L2113-16).",
    Reason.INVALID_COMBINATION: "Ces réservations ne se combinent pas sur un même lot : "
    "seuls handicap et insertion le peuvent (L2113-14).",
    Reason.CONCESSION: "Une concession ne peut pas être réservée aux entreprises de l’ESS.",
    Reason.BUYER: "Cette réservation demande que l’acheteur soit un pouvoir adjudicateur.",
    Reason.SCOPE: "Le lot doit porter exclusivement sur des services de la liste.",
    Reason.CPV: "Le code CPV n’est pas dans la liste des services concernés.",
    Reason.DURATION: "La durée du lot dépasse trois ans (L2113-16).",
}

NOTES: Mapping[Note, str] = {
    Note.LABOUR_SUPPLY: "Mise à disposition de personnel : vérifier que c’est bien l’objet du lot.",
    Note.RENEWAL_DECLARED: "Renouvellement en cours, selon la structure ; il ne prolonge rien.",
    Note.ANNEX_UNKNOWN: "L’annexe financière de l’année n’est pas connue : à demander.",
    Note.ASK_STATUTES: "Demander les statuts ou un extrait Kbis (SCOP et SCIC en SAS notamment).",
    Note.SIRENE_CONFLICT: "SIRENE indique le contraire de la forme juridique : donnée à faire corriger.",
    Note.CPV_BELOW_A_LISTED_ONE: "Code voisin d’un code de la liste : "
    "vérifier la nomenclature de l’annexe 3 du CCP.",
    Note.SUBCONTRACTING: "L’essentiel d’un lot réservé irait à une entreprise non éligible : "
    "la réservation perdrait son objet.",
}


def sentence(message: Message) -> str:
    """One French sentence for a reason or a note."""
    return REASONS[message] if isinstance(message, Reason) else NOTES[message]


def later_sentence(now: Answer, then: Answer, due: str, ends: str) -> str:
    """What the proofs known now leave on the deadline for applications, where the answer is another; else "".

    `due`: that day in words; `ends`: the last day of the proof that gives the answer of now, where it ends
    before. Nobody can foresee a renewal: it is to be asked for.
    """
    if now is then:
        return ""
    if then is Answer.NOT_ELIGIBLE and ends:
        return (
            f"À renouveler avant le {due}, date limite des candidatures : la preuve connue finit le {ends}."
        )
    return f"Au {due}, date limite des candidatures, d’après les preuves connues : {_as_said(then)}."


def _as_said(answer: Answer) -> str:
    label = ANSWERS[answer].label
    return f"{label[0].lower()}{label[1:]}"


def ending_words(ends: str, due: str) -> str:
    """What is said beside a proof that holds and ends before the deadline for applications."""
    return f"finit le {ends}, avant la date limite des candidatures ({due})"


def notice_sentence(lot: Lot, *, is_whole: bool = False) -> str:
    """The sentence for the notice or the consultation documents (art. R2113-7, R2113-8).

    `is_whole`: the contract has no lots, and is what is reserved. Two reservations on one lot also name the
    article that allows them together (L2113-14, L3113-3). Nothing to print ("") on an ordinary lot.
    """
    articles = articles_at_stake(lot)
    if not articles:
        return ""
    in_a_concession = lot.contract_type == ContractType.CONCESSION
    subject = "ce marché est réservé" if is_whole else "ce lot est réservé"
    subject = "cette concession est réservée" if in_a_concession else subject
    beneficiaries = ", ainsi qu’à des ".join(ARTICLES[article].reserved_to for article in articles)
    return f"En application {_basis(articles, in_a_concession)}, {subject} à des {beneficiaries}."


def _basis(articles: Sequence[Article], in_a_concession: bool) -> str:
    if in_a_concession and Article.L2113_13_1 in articles:
        return "du code de la commande publique (article à vérifier pour les concessions)"
    if len(articles) == 1:
        return f"de l’article {articles[0]} du code de la commande publique"
    combination = "L3113-3" if in_a_concession else "L2113-14"
    return f"des articles {', '.join(articles)} et {combination} du code de la commande publique"
