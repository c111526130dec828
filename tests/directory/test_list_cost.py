"""What a list costs: queries that do not grow with the directory, and one when nothing has changed."""

import pytest
from django.urls import reverse

from suppliers import search
from tests.factories import ActivityFactory, StructureFactory


@pytest.mark.parametrize("how_many", [2, 200])
@pytest.mark.parametrize(
    "query", ["", "q=nettoyage&pres_de=48.86,2.45&rayon=10&certification=ESAT&tri=distance"]
)
def test_list_query_count_is_flat(client, django_assert_max_num_queries, how_many, query, db):
    for structure in StructureFactory.create_batch(how_many, published=True):
        ActivityFactory(structure=structure)
    search.refresh()
    url = f"{reverse('directory:list')}?{query}"
    client.get(url)
    search.forget()

    with django_assert_max_num_queries(12):
        client.get(url)


def test_list_costs_one_query_when_nothing_has_changed(esat, client, django_assert_num_queries):
    url = reverse("directory:list")
    client.get(url)
    again = client.get(url)
    with django_assert_num_queries(1):
        response = client.get(url, headers={"if-none-match": again.headers["ETag"]})

    assert response.status_code == 304
