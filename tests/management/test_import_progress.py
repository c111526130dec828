"""Who waits before a terminal sees how fast an import goes, and how long it will take."""

import fcntl
import os
import re
import struct
import subprocess
import sys
import termios

import pytest
from django.conf import settings
from django.db import connection

from tests.atlas.conftest import address
from tests.imports.lists import a_row, write_list

ROWS = 12_000  # six batches: a rate needs two of them, and the screen to be drawn before the last
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "atlas.settings", "ATLAS_DEMO": "1", "TERM": "xterm"}
WINDOW = struct.pack("HHHH", 40, 100, 0, 0)  # lines, columns


def on_a_terminal(*arguments):
    """What another process writes on a terminal of 100 columns, and its exit code."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, WINDOW)
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.ROOT,
        env={**os.environ, **ENVIRONMENT, "DATABASE_URL": address(connection.settings_dict["NAME"])},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    written = bytearray()
    try:
        while block := os.read(ours, 65_536):
            written += block
    except OSError:  # on Linux, a terminal that everybody has left
        pass
    finally:
        os.close(ours)
    return ESCAPES.sub("", written.decode()), process.wait(timeout=60)


@pytest.mark.django_db(transaction=True)
def test_a_terminal_sees_the_rate_and_the_time_that_remains(tmp_path):
    path = write_list(tmp_path / "siae.csv", (a_row(n) for n in range(1, ROWS + 1)))

    seen, code = on_a_terminal("import_structures", "siae", str(path), "--dry-run")

    assert code == 0, seen
    under_way = re.findall(rf"Lecture +\S* +(\d+)/{ROWS + 1} +([\d ]+)/s +(\d:\d\d:\d\d)", seen)
    assert under_way, seen
    assert any(int(done) < ROWS and int(rate.replace(" ", "")) > 0 for done, rate, _left in under_way)
    assert "Essai à blanc, rien n’a changé : siae.csv" in seen
