import re
from enum import StrEnum

import pytest

from suppliers.procurement.answers import Answer, Note, Reason
from suppliers.procurement.decision_table import Article
from suppliers.procurement.lots import ContractType
from suppliers.procurement.wording import ANSWERS, ARTICLES, NOTES, REASONS, notice_sentence, sentence

from .examples import lot


@pytest.mark.parametrize(
    ("codes", "wording"),
    [(Answer, ANSWERS), (Article, ARTICLES), (Reason, REASONS), (Note, NOTES)],
    ids=["answers", "articles", "reasons", "notes"],
)
def test_every_code_has_its_wording(codes: type[StrEnum], wording: dict[object, object]) -> None:
    assert set(wording) == set(codes)


@pytest.mark.parametrize("code", [*Reason, *Note], ids=str)
def test_every_sentence_is_one_prudent_sentence(code: Reason | Note) -> None:
    said = sentence(code)
    assert re.fullmatch(r"[A-ZÀ-Ý][^.!?]*\.", said)
    assert not re.search(r"garanti|certain(e|s|es)? d|assuré|sans aucun doute", said)


def test_reasons_and_notes_never_share_a_code() -> None:
    assert not {reason.value for reason in Reason} & {note.value for note in Note}


def test_the_answer_leaves_the_decision_to_the_buyer() -> None:
    assert "vérifier par l’acheteur" in ANSWERS[Answer.ELIGIBLE].sentence
    assert "vérifier par l’acheteur" in ANSWERS[Answer.TO_CHECK].sentence


def test_short_labels() -> None:
    assert [ARTICLES[article].short_label for article in list(Article)[:4]] == [
        "L2113-12 · handicap",
        "L2113-13 · insertion",
        "L2113-13-1 · prison",
        "L2113-15 · services ESS",
    ]


@pytest.mark.parametrize(
    ("reservation", "contract_type", "beginning"),
    [
        ("L2113_12", "MARCHE", "En application de l’article L2113-12 du code"),
        ("L2113_12_13", "MARCHE", "En application des articles L2113-12, L2113-13 et L2113-14 du code"),
        ("L2113_15", "MARCHE", "En application de l’article L2113-15 du code"),
        ("L2113_13", "CONCESSION", "En application de l’article L3113-2 du code"),
        ("L2113_12_13", "CONCESSION", "En application des articles L3113-1, L3113-2 et L3113-3 du code"),
        ("L2113_13_1", "CONCESSION", "En application du code de la commande publique (article à vérifier"),
    ],
)
def test_notice_sentence_cites_its_articles(reservation: str, contract_type: str, beginning: str) -> None:
    said = notice_sentence(lot(reservation, contract_type=ContractType(contract_type)))
    assert said.startswith(beginning)
    expected = (
        "cette concession est réservée à des" if contract_type == "CONCESSION" else "ce lot est réservé à des"
    )
    assert expected in said


def test_an_ordinary_lot_prints_nothing() -> None:
    assert notice_sentence(lot("NONE")) == ""
