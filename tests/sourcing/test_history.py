"""Every thing that is done has its words."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from suppliers.models import WorkspaceEvent
from suppliers.sourcing.history import OTHERWISE, SHOWN, WORDS, history_of
from suppliers.workspace.history import record
from tests.buyer_factories import ShortlistFactory
from tests.factories import UserFactory

SOURCES = [
    *(settings.ROOT / "suppliers" / "sourcing").rglob("*.py"),
    *(settings.ROOT / "suppliers" / "workspace").rglob("*.py"),
]
ELSEWHERE = {"search"}  # what is done to a saved search is told on no page
WRITTEN = re.compile(
    r'"((?:need|lot|shortlist|enquiry|exchange|consortium|award|record|ledger|spaser|organisation)\.[a-z_]+)"'
)
VERB = re.compile(r'_record\(\s*"([a-z_]+)"')
PREFIX = re.compile(r'f"([a-z]+)\.\{verb\}"')


def actions_of(path: Path) -> set[str]:
    text = path.read_text()
    prefixes = PREFIX.findall(text)
    return {*WRITTEN.findall(text), *(f"{prefixes[0]}.{verb}" for verb in VERB.findall(text) if prefixes)}


def test_every_action_has_its_words():
    done = {action for path in SOURCES if path.name != "history.py" for action in actions_of(path)}

    assert len(done) > 30
    assert {action for action in done if action.split(".")[0] not in ELSEWHERE} <= WORDS.keys()


def read(rf, reader, shortlist, query=""):
    request = rf.get(f"/{query}")
    request.user = reader
    return history_of(shortlist.events.all(), request)


@pytest.mark.django_db
def test_the_last_things_are_told_and_all_of_them_when_asked(rf):
    shortlist, reader = ShortlistFactory(), UserFactory()
    for n in range(SHOWN + 2):
        record("shortlist.add", workspace=shortlist.workspace, by=reader, shortlist=shortlist,
               structure_name=f"n° {n}")  # fmt: skip

    some, every = read(rf, reader, shortlist), read(rf, reader, shortlist, "?historique=tout")

    assert (len(some.told), some.is_cut) == (SHOWN, True)
    assert (len(every.told), every.is_cut) == (SHOWN + 2, False)
    assert every.told[-1].what == "ajout de «\u00a0n° 0\u00a0»"


@pytest.mark.django_db
def test_an_event_that_tells_little_is_told_all_the_same(rf):
    shortlist, reader = ShortlistFactory(), UserFactory()
    for action in [*WORDS, "need.dance"]:
        WorkspaceEvent.objects.create(
            workspace=shortlist.workspace,
            shortlist=shortlist,
            action=action,
            by=reader,
            structure_name="Le Canal",
        )

    told = read(rf, reader, shortlist).told

    assert told[0].what == f"{OTHERWISE} «\u00a0Le Canal\u00a0»"
    assert all(one.what.strip() and "{" not in one.what for one in told)
