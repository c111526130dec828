"""« Qui nous sommes », with characters that hide or turn round what is read."""

import pytest

pytestmark = pytest.mark.django_db
HIDDEN = "\u202e\u200b\u2066\ufeff"


@pytest.mark.parametrize("name", ["name", "brand", "rna", "opening_hours", "description"])
@pytest.mark.parametrize("status", ["drafting", "published"])
def test_what_cannot_be_seen_is_not_kept(request, status, name):
    who = request.getfixturevalue(status)
    typed = "W931009002" if name == "rna" else "Les Voisins"

    assert who.tab("identite").send(**{name: f"{typed[:4]}{HIDDEN}{typed[4:]}"}).status_code == 302

    structure = who.reread()
    waiting = structure.review_items.values_list("data", flat=True)
    written = [said["fields"][name]["after"] for said in waiting if name in said["fields"]]
    assert [getattr(structure, name), *written][-1] == typed
