"""A report says that two pages are one structure: the other is shown, found, and compared."""

import pytest

from suppliers.models import ErrorReport, Event, NotDuplicate, ReviewItem, ReviewKind
from tests.factories import StructureFactory, StructureMembershipFactory
from tests.validation.conftest import report
from tests.validation.pressing import url_of

pytestmark = pytest.mark.django_db


def duplicate(other_page="", other=None, **values):
    item = report(None)
    ErrorReport.objects.update(kind="duplicate")
    item.data, item.other = ({"other_page": other_page} if other_page else {}), other
    item.save()
    return ReviewItem.objects.get(pk=item.pk)


def compared(client, item, typed):
    return client.post(url_of(item, "comparer/"), {"autre": typed}, follow=True)


@pytest.mark.parametrize("typed", ["https://atlas.example{url}", "{siret}", "a-{pk}"])
def test_the_other_page_is_a_link_when_it_is_one_of_ours(signed_in, typed):
    other = StructureFactory(published=True, name="Le Balai")
    item = duplicate(typed.format(url=other.get_absolute_url(), siret=other.siret, pk=other.pk))

    page = signed_in.get(url_of(item)).text

    assert f'href="{other.get_absolute_url()}"' in page.split("L’autre fiche")[1]
    assert f'name="autre" value="{other.siret}"' in page


@pytest.mark.parametrize("typed", ["https://evil.example/", "javascript:alert(1)", "<b>là</b>"])
def test_another_page_that_is_none_of_ours_is_told_as_a_text(signed_in, typed):
    page = signed_in.get(url_of(duplicate(typed))).text

    assert "(aucune de nos fiches)" in page
    assert f'href="{typed}"' not in page
    assert "<b>là</b>" not in page


def test_the_comparison_is_opened_once_and_led_to(signed_in, validator):
    other = StructureFactory(published=True, name="Le Balai")
    item = duplicate()

    for _ in range(2):
        page = compared(signed_in, item, f" {other.siret[:9]} {other.siret[9:]} ")
        pair = ReviewItem.objects.get(kind=ReviewKind.DUPLICATE)
        assert page.redirect_chain[-1][0] == url_of(pair, "fusionner/")

    assert (pair.structure_id, pair.other_id) == tuple(sorted((item.structure_id, other.pk)))
    assert (pair.key, pair.report, pair.submitted_by) == (str(pair.other_id), item.report, None)
    assert Event.objects.filter(action="validation.compare", item=pair).count() == 1


def test_a_page_that_was_merged_leads_to_the_one_that_stays(signed_in):
    kept = StructureFactory(published=True)
    merged = StructureFactory(status="hidden", merged_into=kept)

    compared(signed_in, duplicate(), merged.siret)

    pair = ReviewItem.objects.get(kind=ReviewKind.DUPLICATE)
    assert kept in (pair.structure, pair.other)


@pytest.mark.parametrize(
    "typed", ["", "12345678901234", "a-0", "9" * 30, "x" * 400, "\0", "٣", "/structures/", "n’importe quoi"]
)
def test_what_names_no_page_is_said_at_the_field_and_kept(signed_in, typed):
    page = compared(signed_in, duplicate(), typed)

    assert page.status_code == 200
    assert 'id="id_autre_error"' in page.text
    assert 'aria-describedby="id_autre_helptext id_autre_error"' in page.text
    assert typed.replace("\0", "") in page.text
    assert not ReviewItem.objects.filter(kind=ReviewKind.DUPLICATE).exists()


def test_a_page_is_not_compared_with_itself_nor_with_a_draft_nor_again(signed_in):
    item, other = duplicate(), StructureFactory(published=True)
    draft = StructureFactory(status="draft")
    first, second = sorted((item.structure, other), key=lambda side: side.pk)
    NotDuplicate.objects.create(first=first, second=second)

    assert "C’est cette fiche même" in compared(signed_in, item, item.structure.siret).text
    assert "Aucune fiche n’a ce SIRET" in compared(signed_in, item, draft.siret).text
    assert "est une autre structure" in compared(signed_in, item, other.siret).text
    assert not ReviewItem.objects.filter(kind=ReviewKind.DUPLICATE).exists()


def test_who_is_member_of_the_page_opens_no_comparison_of_it(signed_in, validator, other_validator):
    item, other = duplicate(), StructureFactory(published=True)
    StructureMembershipFactory(structure=item.structure, user=validator)

    assert 'id="comparaison"' not in signed_in.get(url_of(item)).text
    assert "Vous êtes membre" in compared(signed_in, item, other.siret).text
    assert not ReviewItem.objects.filter(kind=ReviewKind.DUPLICATE).exists()


def test_a_limited_validator_compares_what_is_theirs_alone(client, limited):
    item = duplicate()
    item.structure.territory = limited.validator_territories.get()
    item.structure.save()
    client.force_login(limited)
    there, hidden = StructureFactory(published=True), StructureFactory(status="pending", name="Secrète")

    assert "n’est pas de votre territoire" in compared(client, item, there.siret).text
    page = compared(client, item, hidden.siret).text
    assert "Aucune fiche n’a ce SIRET" in page
    assert "Secrète" not in page
