"""« Échanges »: who was asked what, who answered, what was said; to be read, narrowed and taken away."""

import csv
import dataclasses
import datetime as dt
import io
import json
from uuid import uuid4

import pytest
from django.utils import timezone

from suppliers.models import Exchange, WorkspaceEvent
from suppliers.sourcing.exchanges.told import told
from tests.buyer_factories import (
    EnquiryFactory,
    EnquiryRecipientFactory,
    ExchangeFactory,
    NeedFactory,
    ShortlistFactory,
    ShortlistItemFactory,
)
from tests.sourcing.exchanges.conftest import page

pytestmark = pytest.mark.django_db
QUERIES, QUERIES_OF_ONE = 10, 9
SECRET = "Ne le dites à personne"


@pytest.fixture
def full(shortlist, structures):
    """Both were asked, one answered; something was said to the other."""
    enquiry = EnquiryFactory(shortlist=shortlist, frozen=True)
    EnquiryRecipientFactory(enquiry=enquiry, structure=structures[0], answered=True, confidential=SECRET)
    EnquiryRecipientFactory(enquiry=enquiry, structure=structures[1])
    ExchangeFactory(
        shortlist=shortlist,
        structure=structures[1],
        content='=HYPERLINK("x")',
        information_given="Il y aura deux lots.",
        confidential=SECRET,
    )
    return shortlist


def noted(item, **changes):
    return {
        "form_key": str(uuid4()),
        "item": item.pk,
        "held_on": timezone.localdate().isoformat(),
        "channel": "visit",
        "participants": "Mme Lopez, M. Roux",
        "content": "Visite de l’atelier",
        "information_given": "",
        "confidential": "",
        **changes,
    }


def test_the_page_of_a_need_tells_all(signed_in, full):
    html = signed_in.get(page("need-exchanges", full.need_id)).content.decode()

    assert html.count("A répondu le") == 1
    assert "Pas encore envoyée" in html
    assert "Il y aura deux lots." in html.partition('id="a-communiquer"')[2]
    assert 'aria-current="page">Échanges' in html


def test_a_need_without_a_shortlist_and_an_empty_one_say_what_to_do(signed_in, officer, shortlist):
    need = NeedFactory(workspace=shortlist.workspace)

    assert "n’a pas encore de sélection" in signed_in.get(page("need-exchanges", need.pk)).content.decode()
    assert not hasattr(need.__class__.objects.get(pk=need.pk), "shortlist")
    html = signed_in.get(page("exchanges", shortlist.pk)).content.decode()
    assert "La sélection est vide" in html
    assert "La sélection est vide" in signed_in.get(page("enquiry-new", shortlist.pk)).content.decode()


def test_the_page_is_narrowed_to_one_structure(signed_in, full, structures):
    html = signed_in.get(page("exchanges", full.pk), {"structure": structures[0].pk}).content.decode()
    assert "A répondu le" in html
    assert "Pas encore envoyée" not in html
    assert "Il y aura deux lots." not in html
    for wrong in ("x", "999999999999999999999999", "-1", "\x00"):
        html = signed_in.get(page("exchanges", full.pk), {"structure": wrong}).content.decode()
        assert "Cette structure n’est pas dans la sélection." in html
        assert "Pas encore envoyée" in html


def test_the_file_holds_the_same_without_formula_or_secret(signed_in, full, structures):
    text = signed_in.get(page("exchanges-csv", full.pk)).getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))

    assert SECRET not in text
    assert [row["Structure"] for row in rows] == ["Aurore"] * 3 + ["Boreal"] * 3
    assert rows[0]["Réponse ou contenu"] == "Douze personnes"
    assert rows[0]["SIRET"].strip("'") == structures[0].siret
    assert rows[-1]["Réponse ou contenu"] == '\'=HYPERLINK("x")'
    assert rows[-1]["Informations données par l’acheteur"] == "Il y aura deux lots."
    narrowed = signed_in.get(page("exchanges-csv", full.pk), {"structure": structures[1].pk})
    assert "Aurore" not in narrowed.getvalue().decode()


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_number_of_queries_is_flat(signed_in, shortlist, how_many, django_assert_num_queries):
    for _ in range(how_many):
        item = ShortlistItemFactory(shortlist=shortlist)
        enquiry = EnquiryFactory(shortlist=shortlist, frozen=True)
        for _ in range(how_many):
            EnquiryRecipientFactory(enquiry=enquiry, answered=True)
        ExchangeFactory(shortlist=shortlist, structure=item.structure)
    signed_in.get(page("exchanges", shortlist.pk))

    with django_assert_num_queries(QUERIES):
        signed_in.get(page("exchanges", shortlist.pk))
    with django_assert_num_queries(QUERIES_OF_ONE):
        signed_in.get(page("enquiry", shortlist.pk, enquiry.pk))
    with django_assert_num_queries(3):
        told(shortlist)


def test_what_the_record_reads_has_no_secret(full, structures):
    EnquiryFactory(shortlist=full)  # a draft
    found = told(full)

    [asked], [said] = found.enquiries, found.exchanges
    heard, silent = asked.structures
    assert heard.answers == (("Quelle capacité ?", "Douze personnes"), ("Quel délai ?", "Un mois"))
    assert (heard.structure_id, heard.answered_by) == (structures[0].pk, "Inès Diallo")
    assert (silent.name, silent.answers, silent.answered_at) == ("Boreal", (), None)
    assert said.information_given == "Il y aura deux lots."
    everything = json.dumps(dataclasses.asdict(found), default=str, ensure_ascii=False)
    assert SECRET not in everything
    assert "21 euros" not in everything


def test_an_exchange_is_noted_changed_and_deleted(signed_in, shortlist, structures, officer):
    item = shortlist.items.first()
    sent = noted(item)
    for _ in range(2):
        assert signed_in.post(page("exchange-new", shortlist.pk), sent).status_code == 302
    made = Exchange.objects.get()
    assert (made.structure_name, made.channel, made.created_by) == ("Aurore", "visit", officer)

    signed_in.post(page("exchange-edit", shortlist.pk, made.pk), noted(item, content="Autre chose"))
    made.refresh_from_db()
    assert made.content == "Autre chose"
    signed_in.post(page("exchange-delete", shortlist.pk, made.pk))
    assert not Exchange.objects.exists()
    actions = WorkspaceEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["exchange.create", "exchange.change", "exchange.delete"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"item": ""}, "Choisissez la structure."),
        ({"item": "0"}, "Choisissez une structure de la sélection."),
        ({"item": "9" * 30}, "Choisissez une structure de la sélection."),
        ({"held_on": "32/13/2026"}, "Une date s’écrit"),
        ({"held_on": (timezone.localdate() + dt.timedelta(days=2)).isoformat()}, "pas encore venu"),
        ({"held_on": "1900-01-01"}, "vérifiez l’année"),
        ({"channel": "pigeon"}, "Choisissez un moyen de la liste."),
        ({"content": "\u200b"}, "Notez ce qui s’est dit."),
        ({"participants": "x" * 301}, "300 caractères au plus"),
    ],
)
def test_an_exchange_badly_typed_is_kept_on_the_page(signed_in, shortlist, structures, changes, said):
    sent = noted(shortlist.items.first(), confidential="Leur prix") | changes
    html = signed_in.post(page("exchange-new", shortlist.pk), sent).content.decode()

    assert said in html
    assert "Leur prix" in html
    assert not Exchange.objects.exists()


def test_an_exchange_of_another_shortlist_is_not_there(signed_in, shortlist):
    other = ExchangeFactory(shortlist=ShortlistFactory())

    assert signed_in.get(page("exchange-edit", shortlist.pk, other.pk)).status_code == 404
    assert signed_in.post(page("exchange-delete", other.shortlist_id, other.pk)).status_code == 404
    assert Exchange.objects.count() == 1
