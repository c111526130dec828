"""Where a page stands is said one way everywhere, by the title of the page that a link leads to."""

import re

import pytest
from django.urls import reverse

from suppliers.models import ReviewItem
from tests.factories import (
    ActivityFactory,
    ReviewItemFactory,
    StructureMembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(client):
    user = UserFactory()
    client.force_login(user)
    own = StructureMembershipFactory(
        structure__name="Les Voisins", structure__status="draft", user=user
    ).structure
    ActivityFactory(structure=own)
    ReviewItemFactory(kind="change", structure=own, data={"fields": {}})
    ReviewItemFactory(kind="claim", key=str(user.pk), submitted_by=user)
    return own


def title_of(page):
    return " ".join(re.sub("<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1]).split())


def trails_of(page):
    """The links of each trail: address and words."""
    trails = re.findall(r'<p class="crumbs">(.*?)</p>', page, re.DOTALL)
    return [re.findall(r'<a href="([^"]+)">(.*?)</a>', trail) for trail in trails]


def test_each_crumb_bears_the_title_of_its_page_and_begins_at_one_place(client, own):
    activity = own.activities.get()
    change, claim = ReviewItem.objects.order_by("pk")
    pages = [
        *(reverse(f"registration:{name}", args=[own.pk]) for name in ("structure", "activity-new")),
        *(reverse("registration:step", args=[own.pk, step]) for step in ("identite", "offre", "apercu")),
        *(reverse("registration:item", args=[item.pk]) for item in (change, claim)),
        *(reverse(f"accounts:members{name}", args=[own.pk]) for name in ("", "-leave")),
        reverse("registration:activity-photos", args=[own.pk, activity.pk]),
        reverse("registration:mine"),
    ]
    for address in pages:
        trails = trails_of(client.get(address).text)
        assert trails, address
        assert trails[0][0] == ("/espace/", "Mon espace"), address
        for link, words in (each for trail in trails for each in trail):
            assert title_of(client.get(link).text) == words, (address, link)


def test_who_may_ask_the_owner_is_offered_one_main_way(client, own):
    client.force_login(UserFactory())
    page = client.get(reverse("registration:entry", args=[own.siret])).text
    main = page[page.index("<main") : page.index("</main")]

    assert re.findall(r'class="btn" type="submit">([^<]+)<', main) == ["Prévenir cette personne"]
    own.memberships.all().delete()
    page = client.get(reverse("registration:entry", args=[own.siret])).text
    assert 'class="btn" type="submit">Demander à l’équipe<' in page
