"""What every step does the same way, tried on « qui nous sommes »."""

import pytest
from django.test import Client
from django.urls import reverse

from suppliers.models import Event, ReviewItem
from suppliers.profiles.changing import change_facts
from suppliers.registration.steps import STEPS
from tests.factories import StructureFactory, UserFactory
from tests.registration.conftest import Tab

pytestmark = pytest.mark.django_db
DESCRIPTION = "Nous nettoyons les écoles et les mairies du Grand Paris, avec des salariés en insertion."


def test_step_saves_and_leads_to_the_next(drafting):
    answer = drafting.tab("identite").send(description=DESCRIPTION)

    assert answer.status_code == 302
    assert answer.url == drafting.url("offre")
    assert drafting.reread().description == DESCRIPTION
    assert Event.objects.get(action="profiles.change").by == drafting.user


def test_step_saves_before_it_leads_to_the_one_that_was_pressed(drafting):
    answer = drafting.tab("identite").send(description=DESCRIPTION, aller="contact")

    assert answer.url == drafting.url("contact")
    assert drafting.reread().description == DESCRIPTION


def test_step_left_for_the_dashboard_is_saved(drafting):
    answer = drafting.tab("identite").send(description=DESCRIPTION, aller="tableau")

    assert answer.url == f"/espace/structures/{drafting.structure.pk}/"
    assert drafting.reread().description == DESCRIPTION


@pytest.mark.parametrize("step", ["identite", "inconnue"])
def test_step_of_another_structure_is_not_there(drafting, step):
    theirs = StructureFactory(status="draft", name="Une autre")

    address = reverse("registration:step", args=[theirs.pk, step])
    assert drafting.client.get(address).status_code == 404
    assert drafting.client.post(address, {"name": "À moi"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.name == "Une autre"


def test_unknown_step_is_not_there(drafting):
    assert drafting.client.get(drafting.url("inconnue")).status_code == 404


def test_mistake_keeps_what_was_typed_and_changes_nothing(drafting):
    tab = drafting.tab("identite")

    answer = tab.send(name="", description=DESCRIPTION, website="pas un site")

    assert answer.status_code == 200
    assert tab.values["description"] == DESCRIPTION
    assert tab.values["website"] == "pas un site"
    assert "Rien n’est enregistré" in tab.page
    assert "Remplissez ce champ." in tab.page
    assert drafting.reread().description == ""


def test_step_is_left_with_nothing_typed_though_the_profile_would_not_pass(drafting):
    drafting.structure.website = "ftp://vieux.example"  # as an old file had it
    drafting.structure.save(update_fields=["website"])

    assert drafting.tab("identite").send(aller="contact").url == drafting.url("contact")


def test_second_tab_is_told_and_sees_both(drafting):
    first, second = drafting.tab("identite"), drafting.tab("identite")
    first.send(description="Nettoyage de bureaux.")

    answer = second.send(description="Nettoyage d’écoles.")

    assert answer.status_code == 200
    assert "cette étape a changé entre-temps" in second.page
    assert "Changé entre-temps en : « Nettoyage de bureaux. »" in second.page
    assert second.values["description"] == "Nettoyage d’écoles."
    assert drafting.reread().description == "Nettoyage de bureaux."
    assert second.send().status_code == 302
    assert drafting.reread().description == "Nettoyage d’écoles."


def test_second_tab_undoes_nothing_it_had_not_touched(drafting):
    first, second = drafting.tab("identite"), drafting.tab("identite")
    first.send(opening_hours="Tous les jours")

    second.send(description=DESCRIPTION)

    assert "la nouvelle valeur est ci-dessous" in second.page
    assert second.values["opening_hours"] == "Tous les jours"
    assert drafting.reread().description == ""
    second.send()
    assert drafting.reread().description == DESCRIPTION
    assert drafting.structure.opening_hours == "Tous les jours"


def test_second_tab_that_says_the_same_is_not_bothered(drafting):
    first, second = drafting.tab("identite"), drafting.tab("identite")
    first.send(description=DESCRIPTION)

    assert second.send(description=DESCRIPTION).status_code == 302
    assert Event.objects.filter(action="profiles.change").count() == 1


@pytest.mark.parametrize("seen", ["", "n’importe quoi", "name:0 description:1", "x" * 100_000])
def test_form_that_does_not_say_what_it_saw_overwrites_nothing(drafting, seen):
    drafting.structure.description = "Là avant."
    drafting.structure.save(update_fields=["description"])
    tab = drafting.tab("identite")

    tab.send(vu=seen, description="Autre chose.")

    assert "Là avant." in tab.page
    assert drafting.reread().description == "Là avant."


def test_published_fact_that_is_guarded_waits_and_a_small_one_does_not(published):
    published.tab("identite").send(name="Ateliers de l’Ourcq", description=DESCRIPTION)

    structure = published.reread()
    assert (structure.name, structure.description) == ("Ateliers du Canal", DESCRIPTION)
    item = ReviewItem.objects.get(kind="change", structure=structure)
    assert item.fields["name"]["after"] == "Ateliers de l’Ourcq"


def test_step_opens_on_what_is_proposed_and_says_what_is_published(published):
    tab = published.tab("identite")
    tab.send(name="Ateliers de l’Ourcq", aller="identite")
    tab.open()

    assert tab.values["name"] == "Ateliers de l’Ourcq"
    assert "En attente de validation : nom de la structure." in tab.page
    assert "En attente de validation depuis le" in tab.page
    assert "Publié aujourd’hui : Ateliers du Canal" in tab.page
    assert "en attente</span>" in tab.page
    tab.send(name="Ateliers du Canal", aller="identite")
    assert "Proposition retirée : nom de la structure." in tab.open().page
    assert not ReviewItem.objects.open().exists()


def test_what_is_sent_without_a_session_is_there_after_signing_in(drafting):
    tab = drafting.tab("identite")
    drafting.client.logout()

    answer = tab.send(description=DESCRIPTION)

    assert answer.status_code == 302
    assert drafting.url("identite") in answer.url
    drafting.client.force_login(drafting.user)
    tab.open()
    assert tab.values["description"] == DESCRIPTION
    assert "Votre session s’était terminée" in tab.page
    assert drafting.reread().description == ""
    assert tab.send().status_code == 302
    assert drafting.reread().description == DESCRIPTION
    assert "Votre session s’était terminée" not in tab.open().page


def test_what_was_sent_without_a_session_is_shown_to_nobody_else(drafting):
    tab = drafting.tab("identite")
    drafting.client.logout()
    tab.send(description="À moi seul.")

    drafting.client.force_login(UserFactory())
    assert drafting.client.get(tab.url).status_code == 404


def test_visitor_is_asked_to_sign_in(drafting):
    answer = Client().get(drafting.url("identite"))

    assert answer.status_code == 302
    assert answer.url.endswith(f"?next={drafting.url('identite')}")


@pytest.mark.parametrize("typed", ["a\x00b", "٣" * 5, "x" * 100_000, "<script>alert(1)</script>", "=1+1"])
@pytest.mark.parametrize("name", ["name", "siret", "rna", "legal_form_id", "website", "vu", "aller"])
def test_step_answers_whatever_is_typed(drafting, name, typed):
    tab = drafting.tab("identite")

    answer = tab.send(**{name: typed})

    assert answer.status_code in (200, 302)
    assert "<script>alert" not in tab.page


def test_step_answers_a_form_without_fields(drafting):
    tab = Tab(drafting.client, drafting.url("identite"))

    assert tab.client.post(tab.url, {}).status_code == 200
    assert drafting.reread().name == "Ateliers du Canal"


@pytest.mark.parametrize("step", [step.slug for step in STEPS])
def test_step_opens_while_facts_of_another_wait(published, step):
    change_facts(published.structure, {"name": "Le Balai", "city": "Bondy"}, by=published.user)

    assert published.client.get(published.url(step)).status_code == 200


def test_step_that_lacks_only_what_is_pleasant_is_done(drafting):
    drafting.tab("identite").send(description=DESCRIPTION, legal_form_id="9220")

    page = drafting.tab("contact").page  # neither website nor hours
    first = page[page.index("Qui nous sommes") :].split("</li>")[0]
    assert "fait" in first
    assert "à compléter" not in first
