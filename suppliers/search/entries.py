"""The read model as one SQL query: what each row of the directory should be on a given day."""

import datetime as dt
import json
import pathlib
from typing import Any

from django.conf import settings

from suppliers.models.activity import ServiceType
from suppliers.models.keys import array_of
from suppliers.models.structure import Family
from suppliers.procurement.certificates import KINDS_WITHOUT_TERM, LABOUR_SUPPLY_KINDS, SIAE_KINDS
from suppliers.procurement.decision_table import REQUIRED_SHARE, TABLE, Article, Rule

from .codes import DIMENSION_STEP, SLOT_STEP, Capacity, Dimension

ARTICLES = [Article.L2113_12, Article.L2113_13, Article.L2113_13_1, Article.L2113_15]
FAMILIES = list(Family.values)
SERVICE_TYPES = list(ServiceType.values)
COLUMNS = [
    "structure_id",
    "sort_name",
    "vector",
    "codes",
    "latitude",
    "longitude",
    "place",
    "confirmed_on",
    "fresh_on",
    "card",
    "next_change_on",
]
QUERY = (pathlib.Path(__file__).parent / "entries.sql").read_text(encoding="utf-8")


def entries_query(
    ids: list[int] | None, day: dt.date, *, or_unpublished: bool = False
) -> tuple[str, dict[str, Any]]:
    """SQL and parameters of the rows for these structures (None: all), as they should be on a day."""
    sql = QUERY.replace("/*or any*/", "OR TRUE" if or_unpublished else "")
    sql = sql.replace("/*scope*/", "" if ids is None else "AND s.id = ANY(%(ids)s::bigint[])")
    parameters: dict[str, Any] = {"ids": None if ids is None else array_of(ids), "day": day}
    for name, value in _constants().items():
        if isinstance(value, int):  # in the text, where it is an integer of PostgreSQL's usual size
            sql = sql.replace(f"%({name})s", str(int(value)))
        else:
            parameters[name] = value
    return sql, parameters


def _constants() -> dict[str, Any]:
    rules = [
        {"kind": kind, "article": article, "article_rank": ARTICLES.index(article) + 1, "rule": rule}
        for kind, articles in TABLE.items()
        for article, rule in articles.items()
        if article in ARTICLES and rule is not Rule.ESS_STATUS
    ]
    return {
        "rules": json.dumps(rules),
        "required_share": REQUIRED_SHARE,
        "window": settings.LISTING_WINDOW_MONTHS,
        "kinds_without_term": sorted(KINDS_WITHOUT_TERM),
        "siae_kinds": sorted(SIAE_KINDS),
        "labour_supply_kinds": sorted(LABOUR_SUPPLY_KINDS),
        "ess_article": ARTICLES.index(Article.L2113_15) + 1,
        "service_types": SERVICE_TYPES,
        "families": FAMILIES,
        "slot": SLOT_STEP,
        **{dimension.name: dimension * DIMENSION_STEP for dimension in Dimension},
        **{f"has_{what.name.lower()}": int(what) for what in Capacity},
    }
