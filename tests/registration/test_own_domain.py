"""When an address of mail is proof enough."""

import pytest
from django.utils import timezone

from suppliers.models import ContactPerson, Structure
from suppliers.profiles.changing import change_facts
from suppliers.profiles.joining import grant_access
from suppliers.registration.own_domain import (
    BY_ADDRESS,
    BY_DOMAIN,
    host_of,
    own_domain,
    proof_by_mail,
    registrable,
)
from tests.factories import StructureFactory, UserFactory

SITE = "https://www.ateliers-canal.fr/contact"


def structure(**facts):
    return StructureFactory(published=True, **{"website": SITE, "email": "accueil@gmail.com"} | facts)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verified", "facts", "rule"),
    [
        ("accueil@gmail.com", {}, BY_ADDRESS),
        ("Accueil@Gmail.com", {}, BY_ADDRESS),
        ("autre@gmail.com", {}, ""),
        ("jeanne@ateliers-canal.fr", {}, BY_DOMAIN),
        ("jeanne@mail.ateliers-canal.fr", {}, BY_DOMAIN),
        ("jeanne@ATELIERS-CANAL.FR", {}, BY_DOMAIN),
        ("jeanne@ateliers-canal.fr", {"website": "http://boutique.ateliers-canal.fr:8080/"}, BY_DOMAIN),
        ("jeanne@ateliers-canal.com", {}, ""),
        ("jeanne@ateliers-canal.fr.evil.com", {}, ""),
        ("jeanne@notateliers-canal.fr", {}, ""),
        ("jeanne@evil.com", {"website": "https://evil.com@ateliers-canal.fr/"}, ""),
        ("jeanne@ateliers-canal.fr", {"website": ""}, ""),
        ("jeanne@canal.asso.fr", {"website": "https://www.canal.asso.fr"}, BY_DOMAIN),
        ("jeanne@autre.asso.fr", {"website": "https://www.canal.asso.fr"}, ""),
        ("jeanne@gmail.com", {"website": "https://www.gmail.com"}, ""),
        ("jeanne@orange.fr", {"website": "http://canal.pagesperso-orange.fr"}, ""),
        ("jeanne@free.fr", {"website": "http://canal.free.fr"}, ""),
        ("jeanne@facebook.com", {"website": "https://www.facebook.com/canal"}, ""),
        ("jeanne@wixsite.com", {"website": "https://canal.wixsite.com/accueil"}, ""),
        ("jeanne@helloasso.com", {"website": "https://www.helloasso.com/associations/canal"}, ""),
        ("jeanne@xn--caf-dma.fr", {"website": "https://www.café.fr"}, BY_DOMAIN),
        ("jeanne@strasse.fr", {"website": "https://straße.fr"}, ""),  # two domains of two owners
        ("jeanne@ateliers-canal.fr", {"website": "https://evil.fr\\@ateliers-canal.fr"}, ""),
        ("jeanne@10.0.0.1", {"website": "http://10.0.0.1/"}, ""),
        ("jeanne@fr", {"website": "http://fr/"}, ""),
    ],
)
def test_proof_by_mail(verified, facts, rule):
    assert proof_by_mail(structure(**facts), {verified}) == rule


@pytest.mark.django_db
def test_the_address_of_the_named_contact_is_published_too():
    one = structure()
    ContactPerson.objects.create(
        structure=one, name="Jeanne", email="Jeanne@gmail.com", consented_at=timezone.now()
    )

    assert proof_by_mail(one, {"jeanne@gmail.com"}) == BY_ADDRESS


@pytest.mark.django_db
def test_nobody_without_an_address_has_a_proof():
    assert proof_by_mail(structure(email=""), {""}) == ""
    assert proof_by_mail(structure(email=""), set()) == ""


@pytest.mark.django_db
def test_a_site_that_several_legal_units_share_is_nobodys():
    one = structure()
    structure(website="http://ateliers-canal.fr/antenne")

    assert own_domain(one) == ""
    assert proof_by_mail(one, {"jeanne@ateliers-canal.fr"}) == ""


@pytest.mark.django_db
def test_a_site_that_establishments_of_one_unit_share_is_theirs():
    one = structure(siret="00000000100017")
    structure(siret="00000000100025")

    assert own_domain(one) == "ateliers-canal.fr"


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://Exemple.FR:443/x", "exemple.fr"), ("http://[::1", ""), ("texte", ""), ("", "")],
)
def test_host_of(url, host):
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("host", "domain"),
    [("a.b.exemple.fr", "exemple.fr"), ("asso.fr", ""), ("fr", ""), ("a..fr", ""), ("", ""), ("1.2.3.4", "")],
)
def test_registrable(host, domain):
    assert registrable(host) == domain


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["intrus@gmail.com", "intrus@intrus.example", "complice@gmail.com"])
def test_what_a_former_member_has_typed_lets_nobody_in_again(address):
    one = structure()
    intruder = UserFactory()
    access = grant_access(one, intruder, by=None)
    change_facts(one, {"email": "intrus@gmail.com", "website": "https://intrus.example"}, by=intruder)
    ContactPerson.objects.create(
        structure=one, name="Complice", email="complice@gmail.com", consented_at=timezone.now()
    )
    access.delete()

    assert proof_by_mail(Structure.objects.get(pk=one.pk), {address}) == ""


@pytest.mark.django_db
def test_what_members_left_alone_is_still_a_proof():
    one = structure()
    grant_access(one, UserFactory(), by=None).delete()

    assert proof_by_mail(one, {"accueil@gmail.com"}) == BY_ADDRESS
    assert proof_by_mail(one, {"jeanne@ateliers-canal.fr"}) == BY_DOMAIN
