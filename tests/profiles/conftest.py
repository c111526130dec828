"""Files that tests hand in go to a folder of each test."""

import pytest

from suppliers.models import Photo


@pytest.fixture
def documents_folder(tmp_path, monkeypatch):
    """Models ask for their storage once, when they are made: settings would come too late."""
    storage = Photo._meta.get_field("file").storage
    monkeypatch.setitem(storage.__dict__, "location", str(tmp_path))
    return tmp_path
