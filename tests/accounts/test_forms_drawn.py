"""Two rooms, one drawing of their forms: what is wrong is tied to its field in the same way."""

import re

from django.urls import reverse

from tests.accounts.conftest import make_person


def test_a_mistake_of_any_room_is_tied_to_its_field(client, db):
    signup = client.post("/compte/signup/", {"email": "camille", "password1": "court"}).text
    client.force_login(make_person())
    organisation = client.post(reverse("accounts:organisation-new"), {"name": "Ville", "siret": "12"}).text

    for html, name in ((signup, "email"), (organisation, "siret")):
        assert re.search(rf'<input[^>]*name="{name}"[^>]* aria-describedby="[^"]*\bid_{name}_error"', html)
        assert html.count(f'id="id_{name}_error"') == 1
        assert f'href="#id_{name}"' in html
        assert len(re.findall(r"\sautofocus\b", html)) == 1
        assert 'aria-describedby=""' not in html


def test_every_sentence_of_a_field_is_said_on_its_own_line(client, db):
    html = client.post("/compte/signup/", {"email": "c@d.example", "password1": "12345"}).text
    said = html.split('id="id_password1_error">')[1].split("</div>")[0]
    assert said.count('<p class="error">') > 1


def test_what_may_be_left_out_says_so_once(client, db):
    client.force_login(make_person())
    assert client.get(reverse("accounts:name")).text.count("(facultatif)") == 2
