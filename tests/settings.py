"""The site's settings, as a demonstration, with the few changes that tests need."""

import os

os.environ["ATLAS_DEMO"] = "1"
os.environ["DEBUG"] = "0"

from jinja2 import StrictUndefined

from atlas.settings import *  # noqa: F403
from atlas.settings import CACHES, DATABASES, ROOT, STORAGES, TEMPLATES

# The name a file has in static/, found without collecting; tests/atlas/test_static.py tries the hashed ones.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = ROOT / "static"
WHITENOISE_AUTOREFRESH = True  # each client of a test starts the site: it need not walk through static/ first

DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"  # no test outlives a power cut
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # passwords are not what we test
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AUDIENCE_SECONDS = 0  # a test asks for it

TEMPLATES[0]["OPTIONS"]["undefined"] = StrictUndefined  # an unknown variable is a mistake

# A test without a database has a cache too; tests/accounts try the real one, whose table this makes.
CACHES["shared"] = CACHES["default"]
CACHES["default"] = {**CACHES["memory"], "LOCATION": "default"}
