"""What conftest promises: mistakes that would pass unseen fail here."""

import socket
import urllib.request
import warnings

import pytest
from django.template import Origin, Template
from django.template.context import Context

from tests.network import OutsideCallError
from tests.unknown_variables import TEMPLATES


def rendered(source: str, place: str) -> str:
    return Template(source, origin=Origin(f"{place}/page.html")).render(Context({"known": "x"}))


def test_an_unknown_variable_in_a_template_of_ours_fails():
    with pytest.raises(AssertionError, match="names an unknown variable: unknown"):
        rendered("{{ known }}{{ unknown.name }}", TEMPLATES)


def test_an_unknown_variable_that_is_only_asked_for_is_fine():
    assert rendered("{% if unknown %}a{% else %}b{% endif %}{{ known }}", TEMPLATES) == "bx"


def test_templates_of_packages_keep_their_ways():
    assert rendered("{{ unknown }}{{ known }}", "/somewhere/admin") == "x"


@pytest.mark.parametrize("host", ["example.org", "8.8.8.8"])
def test_a_call_to_another_machine_fails(host):
    with pytest.raises(OutsideCallError, match=host):
        urllib.request.urlopen(f"https://{host}/")


def test_a_call_to_this_machine_passes(unused_port):
    with (
        socket.create_server(("127.0.0.1", unused_port)),
        socket.create_connection(("localhost", unused_port)),
    ):
        pass


def test_a_warning_fails():
    with pytest.raises(UserWarning):
        warnings.warn("mind the step", UserWarning, stacklevel=1)
