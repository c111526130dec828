"""The read model and every filter agree with a naive reading of the tables, in plain Python."""

import datetime as dt

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from suppliers import search
from suppliers.models import DirectoryEntry, Structure
from suppliers.search.refresh import refresh_due

from . import naive, strategies
from .drawn import fixture_is_harmless, in_a_directory
from .strategies import TODAY

pytestmark = pytest.mark.django_db


@fixture_is_harmless
@given(strategies.directories)
def test_cards_say_what_the_rules_say(directory: list[dict]) -> None:
    def check(built: list[Structure]) -> None:
        reading = naive.Reading(TODAY)
        entries = {entry.pk: entry.card for entry in DirectoryEntry.objects.all()}
        assert set(entries) == {structure.pk for structure in built if structure.status == "published"}
        for structure in reading.structures:
            if structure.pk not in entries:
                continue
            card = entries[structure.pk]
            assert card["family"] == reading.family_of(structure)
            shown = {
                item["article"]: (
                    item["answer"],
                    item["reason"],
                    item["kind"],
                    item["proof_date"],
                    item["notes"],
                )
                for item in card["articles"]
            }
            assert shown == {
                article: (
                    str(answer.answer),
                    str(answer.reason),
                    answer.certificate_kind,
                    answer.proof_date and answer.proof_date.isoformat(),
                    list(answer.notes),
                )
                for article, answer in reading.answers_of(structure).items()
            }
            states: dict[str, set[str]] = {}
            for item in card["certifications"]:
                states.setdefault(item["kind"], set()).add(item["state"])
            expected = {
                kind: found & set(naive.COUNTING)
                for kind, found in reading.states_of(structure).items()
                if found & set(naive.COUNTING)
            }
            assert states == expected
            renewals = {item["kind"]: item["valid_until"] for item in card["renewals"]}
            assert renewals == {
                kind: ended.isoformat() for kind, ended in reading.renewals_of(structure).items()
            }

    in_a_directory(directory, check)


@fixture_is_harmless
@given(strategies.directories, st.lists(strategies.questions, min_size=1, max_size=4))
def test_filters_agree_with_the_naive_reading(directory: list[dict], questions: list[str]) -> None:
    def check(_built: list[Structure]) -> None:
        reading = naive.Reading(TODAY)
        for query in questions:
            asked = QueryDict(query)
            expected = reading.matching_ids(asked)
            found = search.Search(asked, at=search.state(TODAY))
            assert found.is_valid, found.form.errors
            assert set(found.matching.index.ids_of(found.matching.all)) == expected, query
            assert set(found.filterset.qs.values_list("pk", flat=True)) == expected, query
            assert {entry.pk for entry in found.page.entries} == expected, query
            world = found.cells((-180, -90, 180, 90), 3)
            placed = sum(feature["properties"].get("count", 1) for feature in world["features"])
            assert placed + world["unplaced"] == len(expected), query

    in_a_directory(directory, check)


@fixture_is_harmless
@given(strategies.directories, strategies.questions)
def test_each_facet_counts_under_the_other_filters(directory: list[dict], query: str) -> None:
    def check(_built: list[Structure]) -> None:
        reading = naive.Reading(TODAY)
        facets = search.Search(QueryDict(query), at=search.state(TODAY)).facets
        for name, facet in facets.items():
            counts = {value.value: value.count for value in facet.values}
            offered = {
                "secteur": [*strategies.SECTORS, "proprete"],
                "type": strategies.TYPES,
                "certification": strategies.KINDS,
                "article": strategies.ARTICLES,
                "famille": strategies.FAMILIES,
                "territoire": ["T8", "T6", "93", "94", "R11"],
                "intervient": ["T8", "T6", "93", "R11"],
                "effectif": ["NN", "01", "11", "12"],
                "verifie": ["1"],
                "confirme": ["12", "24"],
            }[name]
            for value in offered:
                if name == "intervient" and not reading.matching_ids(QueryDict(f"territoire={value}")):
                    continue  # nobody is there: not offered
                asked = QueryDict(query, mutable=True)
                asked[name] = value
                assert counts.get(value, 0) == len(reading.matching_ids(asked)), (name, value, query)

    in_a_directory(directory, check)


@fixture_is_harmless
@given(strategies.directories, st.sampled_from([1, 2, 8, 38, 41, 170, 400]))
def test_time_alone_keeps_the_read_model_true(directory: list[dict], days: int) -> None:
    def check(_built: list[Structure]) -> None:
        later = TODAY + dt.timedelta(days=days)
        refresh_due(later)
        assert search.differences(later) == []

    in_a_directory(directory, check)


@fixture_is_harmless
@given(strategies.directories, strategies.directories, strategies.questions)
def test_index_follows_changes_without_reading_all_again(
    directory: list[dict], newcomers: list[dict], query: str
) -> None:
    def check(built: list[Structure]) -> None:
        question = search.Search(QueryDict(query), at=search.state(TODAY))
        assert question.count == len(naive.Reading(TODAY).matching_ids(QueryDict(query)))
        built[0].status = "hidden" if built[0].status == "published" else "published"
        built[0].save(update_fields=["status"])
        search.refresh([built[0].pk], day=TODAY)
        again = search.Search(QueryDict(query), at=search.state(TODAY))
        assert again.count == len(naive.Reading(TODAY).matching_ids(QueryDict(query)))

    in_a_directory([*directory, *newcomers], check)
