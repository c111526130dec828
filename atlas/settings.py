"""One settings file, fed by the environment (or a file `.env`); every variable is listed in the README."""

import pathlib
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF

from atlas import database
from atlas.refusal import StartRefused

env = environ.Env()
ROOT = pathlib.Path(__file__).resolve().parent.parent
MOST_MONTHS = 120
if (ROOT / ".env").exists():
    env.read_env(ROOT / ".env")


def required(name: str, meaning: str, otherwise: str) -> str:
    """A variable that a real site must give; a demonstration and a developer do without."""
    value = env.str(name, default="")
    if not value and not (DEBUG or DEMO):
        raise StartRefused(
            f"Il manque la variable d’environnement {name} : {meaning}. "
            "(Pour une simple démonstration : ATLAS_DEMO=1.)"
        )
    return value or otherwise


def months(name: str, default: int) -> int:
    """A variable that counts whole months."""
    value = env.str(name, default=str(default))
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= MOST_MONTHS):
        raise StartRefused(
            f"La variable d’environnement {name} est un nombre de mois, de 1 à {MOST_MONTHS} ; "
            f"« {value} » n’en est pas un."
        )
    return int(value)


DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("ATLAS_DEMO", default=False)  # fictional data, published passwords
HTTPS = env.bool("HTTPS", default=False)
SECRET_KEY = required(
    "SECRET_KEY", "une suite de 50 caractères au hasard, gardée secrète", "demonstration-" + "0" * 50
)
_hosts = required("ALLOWED_HOSTS", "les noms de domaine du site, séparés par des virgules", "localhost")
ALLOWED_HOSTS = [*_hosts.split(","), "127.0.0.1"]  # a container's health probe asks from inside

INSTALLED_APPS = [
    "atlas",
    "suppliers.apps.AdminConfig",  # Django's admin, with our home page
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
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
    {  # those of packages: Django's admin and ours over it, the widgets of forms
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

DATABASES = {"default": database.choose(ROOT, env.str("DATABASE_URL", default=""))}
# The development server has a new thread for each request: none would find its connection again.
DATABASES["default"]["CONN_MAX_AGE"] = 0 if DEBUG else 600  # seconds
# Two checkouts may share a server: give each its test database.
DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE", default="test_atlas")}

# Counts, map cells and pages, keyed on the directory's version: never wrong, at worst forgotten.
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://?max_entries=4000")}

AUTH_USER_MODEL = "suppliers.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

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

MAP_TILES_URL = env.str(
    "MAP_TILES_URL",
    default="https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&STYLE=normal&FORMAT=image/png"
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
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": HTTPS,
    }
}

# Whose atlas this is (the code of a territory): of two places of one name, the one at home comes first.
HOME_TERRITORY = env.str("HOME_TERRITORY", default="MGP")

# How long a sighting in an official list vouches for a certification without a known end.
LISTING_WINDOW_MONTHS = months("LISTING_WINDOW_MONTHS", default=6)

# Addresses to points. An addok server of one's own speaks the same language.
BAN_SCHEME = env.str("BAN_SCHEME", default="https")
BAN_DOMAIN = env.str("BAN_DOMAIN", default="data.geopf.fr/geocodage")
BAN_TIMEOUT = env.float("BAN_TIMEOUT", default=5.0)  # seconds
BAN_CALLS_PER_SECOND = env.float("BAN_CALLS_PER_SECOND", default=40.0)  # the service allows 50 to an address
BAN_USER_AGENT = "atlas-ess"

# Whose directory it is, as its pages say.
SITE_NAME = env.str("SITE_NAME", default="Atlas de l’ESS")
SITE_TERRITORY = env.str("SITE_TERRITORY", default="Métropole du Grand Paris")
SITE_PUBLISHER = env.str("SITE_PUBLISHER", default="")
SITE_HOST = env.str("SITE_HOST", default="")
SITE_CONTACT = env.str("SITE_CONTACT", default="")

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = pathlib.Path(env.str("STATIC_ROOT", default=str(ROOT / "var" / "static")))
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "atlas.storage.HashedFiles"},
}
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
