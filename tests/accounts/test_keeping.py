"""« Gardez-le »: from any page of a visitor's work to the sign-up, and back."""

import json

import pytest
from django.urls import reverse

from suppliers.models import SourcingRecord, Workspace
from tests.accounts.conftest import PASSWORD, last_code, make_person, sign_in
from tests.buyer_factories import (
    NeedFactory,
    SavedSearchFactory,
    ShortlistItemFactory,
    WorkspaceFactory,
)

pytestmark = pytest.mark.django_db
KEEP, BACK = "/espace/garder/", "/espace/recherches/?x=1"


def test_the_address_goes_before_to_the_sign_up_and_not_into_an_address(client):
    answer = client.post(KEEP, {"email": "ines@canal.example", "next": BACK})
    assert answer["Location"] == "/compte/signup/?next=%2Fespace%2Frecherches%2F%3Fx%3D1"
    page = client.get(answer["Location"]).text
    assert 'value="ines@canal.example"' in page
    client.post(answer["Location"], {"email": "ines@canal.example", "password1": PASSWORD, "next": BACK})
    assert client.post("/compte/confirm-email/", {"code": last_code()})["Location"] == BACK


def test_known_and_unknown_addresses_are_answered_alike(client):
    person = make_person()
    for address in (person.email, "ines@canal.example"):
        client.cookies.clear()
        answer = client.post(KEEP, {"email": address, "next": BACK})
        assert answer["Location"] == "/compte/signup/?next=%2Fespace%2Frecherches%2F%3Fx%3D1"


@pytest.mark.parametrize("typed", ["", "ines", "x" * 250 + "@a.fr"])
def test_what_is_no_address_is_told_and_kept(client, typed):
    page = client.post(KEEP, {"email": typed, "next": BACK})
    assert page.status_code == 200
    assert 'id="id_email_error"' in page.text
    assert f'value="{BACK}"' in page.text
    assert not typed or f'value="{typed}"' in page.text


def test_one_comes_back_to_this_site_alone(client):
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert "evil" not in client.post(KEEP, {"email": "a@b.fr", "next": elsewhere})["Location"]
        assert "alert" not in client.post(KEEP, {"email": "a@b.fr", "next": elsewhere})["Location"]


def test_who_is_signed_in_has_nothing_to_give(client):
    person = make_person()
    sign_in(client, person)
    assert client.post(KEEP, {"email": "a@b.fr", "next": BACK})["Location"] == BACK


def work_of(user):
    workspace = WorkspaceFactory(user=user)
    need = NeedFactory(workspace=workspace, sectors=["nettoyage-locaux"], places=["93048"])
    ShortlistItemFactory(shortlist__workspace=workspace, shortlist__need=need, note="À rappeler")
    SavedSearchFactory(workspace=workspace, name="Écoles")
    SourcingRecord.objects.create(
        workspace=workspace, need=need, number="2026-1", title="Un", content={"a": 1}, docx=b"", xlsx=b""
    )


def test_the_sign_up_says_that_the_work_of_this_browser_is_kept(client):
    page = client.get(reverse("account_signup")).content.decode()
    assert "vous suit dans le compte" not in page
    for title in ("Ménage", "Traiteur"):
        client.post("/besoins/", {"title": title})

    page = client.get(reverse("account_signup")).content.decode()

    assert "Ce que vous avez commencé dans ce navigateur vous suit dans le compte : 2 besoins." in page


def test_the_work_of_an_account_is_exported_and_goes_with_it(client):
    person, other = make_person(), make_person("ailleurs")
    work_of(person)
    NeedFactory(workspace__user=other, title="Celui d’un autre")
    sign_in(client, person)
    told = json.loads(b"".join(client.post("/espace/compte/export/").streaming_content))
    assert told["besoins"][0]["besoin"] == "Nettoyage de trois écoles à Montreuil"
    assert told["besoins"][0]["lieux"] == ["Montreuil"]
    assert told["structures sélectionnées"][0]["note"] == "À rappeler"
    assert told["recherches enregistrées"][0]["recherche"] == "Écoles"
    assert told["dossiers de sourcing"][0]["contenu"] == {"a": 1}
    assert "Celui d’un autre" not in json.dumps(told, ensure_ascii=False)

    page = client.get("/espace/").text
    assert "1 structure" in page
    assert "1 enregistrée" in page
    client.post("/compte/reauthenticate/?next=/espace/compte/supprimer/", {"password": PASSWORD})
    page = client.get("/espace/compte/supprimer/").text
    said = "1 besoin, 1 sélection, 1 dossier de sourcing, 1 recherche enregistrée"
    assert said in page
    client.post("/espace/compte/supprimer/", {"confirm": "on"})
    assert list(Workspace.objects.values_list("user", flat=True)) == [other.pk]
