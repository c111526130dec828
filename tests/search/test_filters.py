"""The filter set: cheap to make anew for each search, and nothing of one search shows in another."""

import datetime as dt

import pytest
from django.http import QueryDict

from suppliers.search.filters import StructureFilterSet
from suppliers.search.reference import reference

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


def asked(query, known):
    return StructureFilterSet(QueryDict(query), reference=known, today=TODAY)


@pytest.fixture
def known():
    reference.cache_clear()
    return reference(1)


def test_communes_of_a_search_are_read_in_one_query(known, django_assert_num_queries):
    filters = asked("intervient=93048&intervient=93001&intervient=75111&territoire=94028", known)
    with django_assert_num_queries(2):
        assert filters.form.is_valid(), filters.form.errors
    with django_assert_num_queries(0):
        served = [place.name for place in filters.criteria.served]
        assert asked("territoire=93001&intervient=75111", known).form.is_valid()

    assert served == ["Montreuil", "Aubervilliers", "Paris 11e Arrondissement"]


def test_unknown_commune_among_others_is_named(known):
    form = asked("intervient=93048&intervient=99999&intervient=rien", known).form

    assert form.errors["intervient"] == ["« 99999 », « rien » : ce territoire n’est pas dans le référentiel."]


def test_communes_that_are_unknown_are_asked_for_once(known, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert not asked("intervient=93048&intervient=99998&intervient=99999", known).form.is_valid()


def test_two_searches_look_codes_up_each_in_its_own_reference(known):
    reference.cache_clear()
    other = reference(2)
    first, second = asked("secteur=nettoyage-locaux", known), asked("secteur=nettoyage-locaux", other)
    assert first.form.is_valid()
    assert second.form.is_valid()

    assert first.form.fields["secteur"].reference is known
    assert second.form.fields["secteur"].reference is other
    assert StructureFilterSet.base_filters["secteur"].field.reference is None
