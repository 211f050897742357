"""Every setting of Lá Chắn, in one typed file.

`Environment` lists what an installation may set from outside, each with its meaning; the rest of
the file is what Django needs, derived from it. docs/settings.md is held equal to `Environment` by
a test.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlparse

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

BASE_DIR = Path(__file__).resolve().parent.parent
DEVELOPMENT_SECRET = "for development only, refused in production"  # noqa: S105


class Environment(BaseSettings):
    """What an installation sets: `LACHAN_…` variables, and `DATABASE_URL`."""

    model_config = SettingsConfigDict(env_prefix="LACHAN_", extra="ignore")

    stage: Literal["development", "production"] = Field(
        "development", description="In production, development secrets and plain HTTP are refused."
    )
    secret_key: SecretStr = Field(
        SecretStr(DEVELOPMENT_SECRET), description="Signs sessions and links; 50 random characters."
    )
    hosts: str = Field("127.0.0.1,localhost", description="Host names served, separated by commas.")
    home: Path = Field(
        BASE_DIR / ".lachan", description="Folder of the embedded database and of stored files."
    )
    database_url: str = Field(
        "",
        alias="DATABASE_URL",
        description="postgresql:// address of a server, version 15 or later; empty: embedded.",
    )
    province: str = Field("96", description="GSO code of the province that this system serves.")
    today: str = Field(
        "",
        description=(
            "Development only: an instant (ISO 8601) at which the clock starts, to play a past day."
        ),
    )
    today_set_at: str = Field(
        "", description="When that clock was set; written by `lachan`, never by hand."
    )
    support_phone: str = Field("0290 0000 000", description="Support desk, shown on every page.")
    email_url: str = Field(
        "", description="smtp://user:password@host:port for outgoing e-mail; empty: none is sent."
    )
    email_from: str = Field("la-chan@localhost", description="Sender of outgoing e-mail.")
    address: str = Field(
        "http://127.0.0.1:8000", description="Where people open the system; begins links in e-mail."
    )
    max_upload_mb: int = Field(20, description="Largest file accepted, in megabytes.")
    log_level: str = Field("INFO", description="Least severe log level printed.")


ENV = Environment()  # type: ignore[call-arg]
PRODUCTION = ENV.stage == "production"
if PRODUCTION and ENV.secret_key.get_secret_value() == DEVELOPMENT_SECRET:
    raise ImproperlyConfigured("LACHAN_SECRET_KEY must be set in production: see docs/settings.md")
if PRODUCTION and ENV.today:
    raise ImproperlyConfigured("LACHAN_TODAY moves the clock and is refused in production")

SECRET_KEY = ENV.secret_key.get_secret_value()
DEBUG = False
ALLOWED_HOSTS = [host.strip() for host in ENV.hosts.split(",")]
PROVINCE = ENV.province
CLOCK_STARTS_AT = ENV.today
CLOCK_SET_AT = ENV.today_set_at
SUPPORT_PHONE = ENV.support_phone
ADDRESS = ENV.address
REACTIONS = "config.reactions.REACTIONS"
REACTION_LOCKS = "config.reactions.LOCKS"
DEVICE_EVENTS = "config.devices.EVENTS"
DEVICE_LISTS = "config.devices.LISTS"
ROLES = "config.roles.ROLES"
CLOCK = "config.clock.now"
PLACE_NAMES = "lachan.accounts.queries.grants.names_of_places"
PERSONS_DECIDED = "lachan.arrivals.queries.decided.decided_between"
PLACES_FOUND = "lachan.accounts.queries.choices.places_within_reach"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "pgtrigger",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_filters",
    "django_vite",
    "csp",
    "ninja",
    "config",
    "lachan.audit",
    "lachan.places",
    "lachan.accounts",
    "lachan.notifications",
    "lachan.directives",
    "lachan.tasks",
    "lachan.policies",
    "lachan.people",
    "lachan.lists",
    "lachan.transport",
    "lachan.cases",
    "lachan.arrivals",
    "lachan.checkpoints",
    "lachan.tracing",
    "lachan.contacts",
    "lachan.command",
]

MIDDLEWARE = [
    "config.middleware.SayDuration",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lachan.accounts.middleware.ActorMiddleware",
    "lachan.accounts.middleware.FirstThingsFirst",
    "config.middleware.AnswerRefusals",
]

ROOT_URLCONF = "config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.shell",
            ],
            "builtins": ["django.templatetags.i18n", "config.templatetags.lachan"],
        },
    }
]


def database_settings(url: str) -> dict[str, Any]:
    """Django's description of a postgresql:// address (a socket folder as `?host=`)."""
    if not url:
        return {"ENGINE": "django.db.backends.dummy"}
    parsed = urlparse(url)
    query = {key: values[0] for key, values in parse_qs(parsed.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parsed.path.lstrip("/"),
        "USER": unquote(parsed.username or ""),
        "PASSWORD": unquote(parsed.password or ""),
        "HOST": query.pop("host", None) or parsed.hostname or "",
        "PORT": str(parsed.port or ""),
        "OPTIONS": {**query, "pool": {"min_size": 1, "max_size": 12, "timeout": 10}},
    }


DATABASES = {"default": database_settings(ENV.database_url)}
CACHES = {
    # Rate limits of sign-in are counted here by every worker: see docs/decisions/0016.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "lachan.accounts.adapter.ClosedDoor"
ACCOUNT_SESSION_REMEMBER = True
# A whole office may come from one address in the morning; five wrong passwords close one name.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/10m/key",
    "change_password": "10/m/user",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_ADAPTER = "lachan.accounts.adapter.SecondFactors"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Lá Chắn"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "frontend" / "dist"] if (BASE_DIR / "frontend/dist").exists() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 0 if not PRODUCTION else 3600
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": BASE_DIR / "frontend" / "dist" / ".vite" / "manifest.json",
    }
}


def _immutable_file(path: str, url: str) -> bool:
    """Vite puts a hash into the name of each file in assets/."""
    return "/assets/" in url


WHITENOISE_IMMUTABLE_FILE_TEST = _immutable_file
MEDIA_ROOT = ENV.home / "files"
# The index of the tracing engine, made from the database on each machine that traces.
TRACING_INDEX = ENV.home / "tracing"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
MAX_UPLOAD_BYTES = ENV.max_upload_mb * 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

SECURE_CONTENT_TYPE_NOSNIFF = True
# Addresses that hold a token reach no other site. Never "no-referrer": browsers would send forms
# with no origin, which are refused as forged.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

EMAIL_IS_SENT = bool(ENV.email_url)
_mail = urlparse(ENV.email_url)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if ENV.email_url
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or 25
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
DEFAULT_FROM_EMAIL = ENV.email_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": ENV.log_level},
    "loggers": {"procrastinate": {"level": "WARNING"}, "httpx": {"level": "WARNING"}},
}
