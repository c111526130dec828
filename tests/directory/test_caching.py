import pytest
from django.urls import reverse

from suppliers import search
from suppliers.models import Structure


def fetch(client, url, **headers):
    """The page as a browser that already has its cookies gets it."""
    client.get(url)
    return client.get(url, headers=headers)


@pytest.fixture
def url(esat):
    return f"{reverse('directory:list')}?q=nettoyage"


def test_page_is_private_and_asked_again(client, url):
    directives = fetch(client, url).headers["Cache-Control"]

    assert {"private", "no-cache", "must-revalidate"} <= set(directives.split(", "))


@pytest.mark.parametrize("name", ["home", "list"])
def test_page_unchanged_is_answered_304(client, esat, name):
    url = reverse(f"directory:{name}")
    tag = fetch(client, url).headers["ETag"]

    response = client.get(url, headers={"if-none-match": tag})

    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["ETag"] == tag


def test_page_changes_with_the_directory(client, url, esat):
    tag = fetch(client, url).headers["ETag"]
    Structure.objects.filter(pk=esat.pk).update(name="Autre nom")
    search.refresh([esat.pk])

    response = client.get(url, headers={"if-none-match": tag})

    assert response.status_code == 200
    assert "Autre nom" in response.content.decode()


def test_page_changes_with_the_shortlist(client, url, esat):
    tag = fetch(client, url).headers["ETag"]
    client.post(reverse("sourcing:selection"), {"ajouter": esat.pk})

    response = client.get(url, headers={"if-none-match": tag})

    assert response.status_code == 200
    assert 'aria-pressed="true"' in response.content.decode()


def test_page_kept_without_its_cookie_is_made_again(client, esat):
    """Cookies are erased more often than caches: the forms of the page kept would all be refused."""
    url = reverse("directory:list")
    tag = client.get(url).headers["ETag"]
    client.cookies.clear()

    response = client.get(url, headers={"if-none-match": tag})

    assert response.status_code == 200
    assert "csrftoken" in response.cookies


def test_page_for_htmx_has_its_own_tag(client, url):
    tag = fetch(client, url).headers["ETag"]

    response = client.get(url, headers={"if-none-match": tag, "hx-request": "true"})

    assert response.status_code == 200


def test_page_with_a_message_is_not_taken_from_a_cache(client, esat):
    page = esat.get_absolute_url()
    tag = fetch(client, page).headers["ETag"]
    client.post(reverse("directory:report", args=[esat.siret]), {"kind": "closed"})

    response = client.get(page, headers={"if-none-match": tag})

    assert response.status_code == 200
    assert "votre signalement est enregistré" in response.content.decode()


def test_page_carries_no_nonce_that_a_304_would_outdate(client, url):
    assert 'nonce="' not in fetch(client, url).content.decode()
