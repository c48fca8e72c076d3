"""Django's settings; what differs between installations comes from `env.py`. Importing this writes nothing."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from fieldwise.shell import media_storage
from fieldwise.shell.env import read_environment

ENV = read_environment()
SHELL = "fieldwise.shell"

SECRET_KEY, *SECRET_KEY_FALLBACKS = ENV.keys or ("",)
DEBUG = ENV.debug
ADDRESS = ENV.address
_address = urlsplit(ADDRESS)
ALLOWED_HOSTS = [host for host in {_address.hostname, "localhost", "127.0.0.1"} if host]
CSRF_TRUSTED_ORIGINS = [ADDRESS]

INSTALLED_APPS = [
    "fieldwise.apps.ledger",
    "fieldwise.apps.people",
    "fieldwise.apps.learning",
    "fieldwise.shell",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "fieldwise.shell.idle.IdleSignOut",
    "allauth.account.middleware.AccountMiddleware",
    "fieldwise.shell.access.AccessMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "fieldwise.shell.urls"
WSGI_APPLICATION = "fieldwise.shell.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fieldwise.shell.layout.layout",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {"default": dj_database_url.parse(ENV.database, conn_max_age=None, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # FULL keeps every commit through a power cut; IMMEDIATE makes writers queue instead of failing.
    DATABASES["default"]["ENGINE"] = f"{SHELL}.queued_sqlite3"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
CACHES = {
    "default": {
        "BACKEND": f"{SHELL}.cache.HonestCache",
        "LOCATION": "fieldwise_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # beyond 300, the default, lock-outs would be forgotten
    }
}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [f"{SHELL}.passwords.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("name", "email", "employee_id")}},
]  # fmt: skip

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_ADAPTER = f"{SHELL}.sign_in.RosterOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email", "username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_id"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"login": f"{SHELL}.sign_in.SignInForm"}
# Django's own: allauth's notes each address, and an address that the roster took away would still open the account.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_RATE_LIMITS = {
    "verify_certificate": "30/m/ip",
    "help_desk": "20/h/user",
    "sign_in_link": "30/m/ip",
    "sign_in_letter": "5/15m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.trusted_proxies
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = f"{SHELL}.passkeys.PlainNames"
MFA_FORMS = {"add_webauthn": f"{SHELL}.passkeys.AddPasskeyForm"}
MFA_TOTP_ISSUER = "Fieldwise"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _address.scheme == "http"
SOCIALACCOUNT_ADAPTER = f"{SHELL}.oidc.adapter.OneAgencyAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
# A form may send people to this site only (form-action), and some providers send them on to a third one: so a link.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": f"{SHELL}.oidc.provider.AgencyProvider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": provider.id,
                "name": provider.name,
                "client_id": provider.client_id,
                "secret": provider.client_secret,
                "settings": {
                    "server_url": provider.issuer.rstrip("/"),
                    "agency": provider.agency,
                    "claim": provider.claim,
                },
            }
            for provider in ENV.providers
        ],
    }
}
SESAME_TOKENS = ["sesame.tokens_v2"]
SESAME_MAX_AGE = 15 * 60
SESAME_ONE_TIME = True
SESAME_INVALIDATE_ON_EMAIL_CHANGE = True
SESAME_SIGNATURE_SIZE = 20  # 160 bits; and a link of this length ends in a letter, which mail programs keep

EMAIL_BACKEND = f"{SHELL}.delivery.announcing.AnnouncingBackend"
DEFAULT_FROM_EMAIL = ENV.mail_from

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
ANNOUNCEMENTS = f"{SHELL}.wiring.HANDLERS"

LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = ENV.data / "static"
MEDIA_PLACE = media_storage.read_place(ENV.media)
# A video lasts minutes; whoever comes back after a pause gets a new address from the player.
MEDIA_ADDRESS_SECONDS = 60 * 60
STORAGES = {
    "default": media_storage.storage(ENV, MEDIA_PLACE, MEDIA_ADDRESS_SECONDS),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
ROSTER_UPLOAD_MAX_BYTES = 20 * 1024 * 1024

# A tablet passes from hand to hand: sessions end after this much silence, and at the latest after a shift.
PAPER_FONTS = Path(__file__).parent / "static/fonts/ttf"
HOME_AGENCY = ENV.agency
IDLE_SECONDS = 15 * 60
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _address.scheme == "https"
CSRF_FAILURE_VIEW = f"{SHELL}.pages.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if _address.scheme == "https" else 0
if ENV.trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF, *([MEDIA_PLACE.origin] if MEDIA_PLACE else [])],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django.request": {"level": "ERROR"}},  # a 404 is an answer, not an event
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
