"""What conftest promises: mistakes that would pass unseen fail here."""

import socket
import urllib.request
import warnings

import pytest
from django.template import engines
from jinja2 import UndefinedError

from tests.network import OutsideCallError


def test_an_unknown_variable_in_a_template_of_ours_fails():
    ours = engines["jinja2"].from_string("{{ known }}{% if unknown %}{% endif %}")
    with pytest.raises(UndefinedError, match="'unknown' is undefined"):
        ours.render({"known": "x"})


def test_templates_of_packages_keep_their_ways():
    assert engines["django"].from_string("{{ unknown }}{{ known }}").render({"known": "x"}) == "x"


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
