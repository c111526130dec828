"""One settings file, fed by the environment (or a file `.env`); every variable is listed in the README."""

import pathlib
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF

from atlas import database, sign_in, variables

env = environ.Env()
ROOT = pathlib.Path(__file__).resolve().parent.parent
variables.read_file(ROOT / ".env")

DEBUG = variables.switch("DEBUG")
DEMO = variables.switch("ATLAS_DEMO")  # fictional data, published passwords
HTTPS = variables.switch("HTTPS")
_is_real = not (DEBUG or DEMO)  # a demonstration and a developer do without what a real site must say
SECRET_KEY = variables.secret("SECRET_KEY", "" if _is_real else "demonstration-" + "0" * 50)
ALLOWED_HOSTS = [
    *variables.hosts("ALLOWED_HOSTS", "" if _is_real else "localhost"),
    "127.0.0.1",  # a container's health probe asks from inside
]

INSTALLED_APPS = [
    "atlas",
    "suppliers.apps.AdminConfig",  # Django's admin, with our home page
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "leaflet",
    "csp",
    "suppliers",
]
MIDDLEWARE = [
    "atlas.headers.no_body_for_head",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "atlas.headers.permissions_policy",
    "atlas.compression.QuickGZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "suppliers.accounts.second_factor.SecondFactorMiddleware",
]
ROOT_URLCONF = "atlas.urls"
WSGI_APPLICATION = "atlas.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {  # the site's own pages
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "environment": "suppliers.templatetags.environment.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "suppliers.directory.context.site",
            ],
        },
    },
    {  # those of packages: Django's admin and ours over it
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates" / "suppliers"],  # so "admin/…" is there for Django, and not for Jinja
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

FORM_RENDERER = "atlas.forms.FormRenderer"

DATABASES = {"default": database.choose(ROOT, env.str("DATABASE_URL", default=""))}
# The development server has a new thread for each request: none would find its connection again.
DATABASES["default"]["CONN_MAX_AGE"] = 0 if DEBUG else 600  # seconds
# Two checkouts may share a server: give each its test database.
DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE", default="test_atlas")}

CACHES = {
    # Attempts to sign in are counted here: one count for all processes, or each would allow as many again.
    "default": variables.cache("CACHE_URL", default="dbcache://atlas_cache?max_entries=20000"),
    # What visitors type in "Où ?" may be somebody's home: never written anywhere.
    "memory": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 4000},
    },
}

AUTH_USER_MODEL = "suppliers.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "accounts:home", "directory:home"
globals().update(sign_in.settings(https=HTTPS, is_real=_is_real))
# How many proxies of ours stand in front. Each adds to X-Forwarded-For; the rest is what the visitor says.
ALLAUTH_TRUSTED_PROXY_COUNT = variables.whole(
    "TRUSTED_PROXIES", 1 if HTTPS else 0, least=0, most=9, what="de serveurs mandataires"
)

# Who runs the site signs in with two factors; the accounts of a demonstration are everybody's.
SECOND_FACTOR_REQUIRED = not DEMO

PROCONNECT_SERVER = variables.issuer("PROCONNECT_SERVER")
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": variables.proconnect(PROCONNECT_SERVER)}}

# A visitor finds their needs and shortlist again for as long (models/workspace.py); who signs in, until the
# browser closes.
SESSION_COOKIE_AGE = 30 * 24 * 3600  # seconds
CSRF_FAILURE_VIEW = "suppliers.accounts.csrf_views.refused"
# HTTPS=1 once a certificate is there: a proxy in front ends the encryption and says so in X-Forwarded-Proto.
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_REDIRECT_EXEMPT = [r"^sante/"]
# Engaging every other site of the domain, for years, is for the owner of the domain to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# Tile servers of the OpenStreetMap family refuse visitors who do not say where they come from.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY = {
    "geolocation": "self",  # the map's "locate me"
    **dict.fromkeys(["camera", "microphone", "payment", "usb", "browsing-topics"], ""),
}

MAP_TILES_URL = variables.tiles(
    "MAP_TILES_URL",
    "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&STYLE=normal&FORMAT=image/png"
    "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
)
MAP_TILES_ATTRIBUTION = env.str("MAP_TILES_ATTRIBUTION", default="© IGN – Géoplateforme")
_tiles = urlsplit(MAP_TILES_URL.replace("{s}", "*"))
LEAFLET_CONFIG = {
    "TILES": [("Plan", MAP_TILES_URL, {"attribution": MAP_TILES_ATTRIBUTION, "maxZoom": 19})],
    "ATTRIBUTION_PREFIX": "",
    "DEFAULT_CENTER": (48.8566, 2.3522),
    "DEFAULT_ZOOM": 11,
    "MIN_ZOOM": 3,
    "MAX_ZOOM": 19,
    "SCALE": "metric",
    "RESET_VIEW": False,
}

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", *([f"{_tiles.scheme}://{_tiles.netloc}"] if _tiles.netloc else [])],
        "object-src": [NONE],
        "base-uri": [NONE],
        # The button of ProConnect is a form, and browsers follow its redirection no further than this.
        "form-action": [SELF, *([variables.origin(PROCONNECT_SERVER)] if PROCONNECT_SERVER else [])],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": HTTPS,
    }
}

# Whose atlas this is (the code of a territory): of two places of one name, the one at home comes first.
HOME_TERRITORY = env.str("HOME_TERRITORY", default="MGP")

# How long a sighting in an official list vouches for a certification without a known end.
LISTING_WINDOW_MONTHS = variables.whole("LISTING_WINDOW_MONTHS", 6, most=120, what="de mois")

# How often a process writes down how many visitors met each structure; 0 for never.
AUDIENCE_SECONDS = 60

# Addresses to points. An addok server of one's own speaks the same language.
BAN_SCHEME = variables.choice("BAN_SCHEME", "https", among=("https", "http"))
BAN_DOMAIN = variables.server("BAN_DOMAIN", "data.geopf.fr/geocodage")
BAN_TIMEOUT = variables.number("BAN_TIMEOUT", 5.0, most=60, what="de secondes")
# The service allows 50 to an address; one's own may do better.
BAN_CALLS_PER_SECOND = variables.number("BAN_CALLS_PER_SECOND", 40.0, most=1000, what="d’appels par seconde")
BAN_USER_AGENT = "atlas-ess"

# Whose directory it is, as its pages say.
SITE_NAME = env.str("SITE_NAME", default="Atlas de l’ESS")
SITE_TERRITORY = env.str("SITE_TERRITORY", default="Métropole du Grand Paris")
SITE_PUBLISHER = env.str("SITE_PUBLISHER", default="")
SITE_HOST = env.str("SITE_HOST", default="")
SITE_CONTACT = variables.mailbox("SITE_CONTACT")

# Where links lead that are written outside of a visit: those of letters.
SITE_URL = variables.site("SITE_URL", ALLOWED_HOSTS[:-1], https=HTTPS, is_local=not _is_real)

# Without a server to give them to, e-mails stay in the table that holds those on their way. A demonstration
# gives none away: what would have left is read at /demo/courriels/.
EMAILS_LEAVE = bool(variables.text("EMAIL_URL")) and not DEMO
vars().update(variables.mail_server("EMAIL_URL"))  # EMAIL_BACKEND, EMAIL_HOST and the rest
if not EMAILS_LEAVE:
    EMAIL_BACKEND = "suppliers.mailing.backend.OutboxBackend"
EMAIL_TIMEOUT = 10  # seconds: somebody waits for the page whose button writes a letter
DEFAULT_FROM_EMAIL = variables.mailbox("EMAIL_FROM") or SITE_CONTACT or "atlas@localhost"

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = pathlib.Path(variables.text("STATIC_ROOT") or ROOT / "var" / "static")
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "atlas.storage.HashedFiles"},
    "documents": {  # what structures hand in: no web server knows this folder
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": variables.text("DOCUMENTS_ROOT") or str(ROOT / "var" / "documents"),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
# No file takes more room than the largest that is welcome, on the disk or in memory.
FILE_UPLOAD_HANDLERS = [
    "suppliers.profiles.uploads.CappedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FIXTURES = ROOT / "fixtures"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING"},
        "django.request": {"level": "ERROR"},  # answers from 500 on; a wrong address is no event
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # nor is a robot that tries our number
        "atlas": {"handlers": ["stderr"], "level": "INFO"},
        "suppliers": {"handlers": ["stderr"], "level": "INFO"},
    },
}
