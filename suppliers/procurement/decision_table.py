"""Which kind of certificate opens which article, and on what condition."""

from collections.abc import Mapping
from enum import StrEnum

from suppliers.procurement.certificates import Kind


class Article(StrEnum):
    """Articles of the code de la commande publique that reserve a contract."""

    L2113_12 = "L2113-12"
    L2113_13 = "L2113-13"
    L2113_13_1 = "L2113-13-1"
    L2113_15 = "L2113-15"
    L3113_1 = "L3113-1"
    L3113_2 = "L3113-2"


# Art. R2113-7: at least half of the workers belong to the public the article protects.
REQUIRED_SHARE = 50


class Rule(StrEnum):
    """What a certificate of a kind must show for an article."""

    APPROVED = "approved"
    """The approval implies the share: nothing more to show."""
    SHARE = "share"
    """The share decides: reached, not reached, or to be asked for."""
    SHARE_OR_CHECK = "share_or_check"
    """The share, when reached, is enough; otherwise a person looks."""
    PRISON = "prison"
    """Executed in prison, with the share of detained workers (ord. 2022-1336)."""
    EQUIVALENT = "equivalent"
    """At best a « structure équivalente », which the buyer assesses case by case: never more than a check."""
    ESS_STATUS = "ess_status"
    """Opens the article through ESS membership alone: see `ess`."""


# A missing cell means that the kind does not open the article. L2113-15 belongs to the enterprise, not to its
# certificates: an EA, an ESAT or a SIAE reaches it only when it is also ESS, so those cells stay empty.
# The articles on concessions do not name EITI, GEIQ and EBE either, but know « structures équivalentes » too.
TABLE: Mapping[str, Mapping[Article, Rule]] = {
    # Code du travail, art. D5213-63: the agrément implies 55 % of disabled workers.
    Kind.EA: {Article.L2113_12: Rule.APPROVED, Article.L3113_1: Rule.APPROVED},
    # Same art. L5213-13, but D5213-63 sets no share for the temporary-work form.
    Kind.EATT: {Article.L2113_12: Rule.SHARE_OR_CHECK, Article.L3113_1: Rule.SHARE_OR_CHECK},
    Kind.ESAT: {Article.L2113_12: Rule.APPROVED, Article.L3113_1: Rule.APPROVED},
    # Code du travail, art. L5132-4.
    Kind.EI: {Article.L2113_13: Rule.SHARE, Article.L3113_2: Rule.SHARE},
    Kind.ACI: {Article.L2113_13: Rule.SHARE, Article.L3113_2: Rule.SHARE},
    Kind.ETTI: {Article.L2113_13: Rule.SHARE, Article.L3113_2: Rule.SHARE},
    Kind.AI: {Article.L2113_13: Rule.SHARE, Article.L3113_2: Rule.SHARE},
    Kind.EA_PENIT: {
        Article.L2113_12: Rule.APPROVED,
        Article.L2113_13_1: Rule.PRISON,
        Article.L3113_1: Rule.APPROVED,
    },
    Kind.SIAE_PENIT: {
        Article.L2113_13: Rule.SHARE,
        Article.L2113_13_1: Rule.PRISON,
        Article.L3113_2: Rule.SHARE,
    },
    Kind.PENIT: {Article.L2113_13_1: Rule.PRISON},
    # Outside art. L5132-4; an EITI does not employ the workers, a GEIQ has its 50 % to prove, the experiment
    # behind EBE ends on 31 December 2026 unless the law has changed.
    Kind.EITI: {Article.L2113_13: Rule.EQUIVALENT, Article.L3113_2: Rule.EQUIVALENT},
    Kind.GEIQ: {Article.L2113_13: Rule.EQUIVALENT, Article.L3113_2: Rule.EQUIVALENT},
    Kind.EBE: {Article.L2113_13: Rule.EQUIVALENT, Article.L3113_2: Rule.EQUIVALENT},
    Kind.ESUS: {Article.L2113_15: Rule.ESS_STATUS},
    Kind.ESS_STATUT: {Article.L2113_15: Rule.ESS_STATUS},
    Kind.ESS_COMMERCIALE: {Article.L2113_15: Rule.ESS_STATUS},
}

# Art. L3113-1 and L3113-2 mirror the two first articles. L2113-15 has no mirror, and the one of L2113-13-1
# (ord. 2022-1336) is yet to be confirmed.
IN_A_CONCESSION: Mapping[Article, Article] = {
    Article.L2113_12: Article.L3113_1,
    Article.L2113_13: Article.L3113_2,
}


def rule_for(kind: str, article: Article) -> Rule | None:
    """The condition for a kind to open an article; None when it does not open it."""
    return TABLE.get(kind, {}).get(article)
