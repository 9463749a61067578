"""All settings, read from the environment. Missing or weak production settings stop the start."""

from urllib.parse import urlsplit

from csp.constants import NONCE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env, validate

from samsyn.project import embedded

env = Env()


def origin(address: str) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(address))


# ── Which kind of running is this? ────────────────────────────────────────────────────────────────────────
# "production" (the default: forgetting to say so must be safe), "local" (the demo on one machine) or "test".
MODE = env.str("SAMSYN_MODE", "production", validate=validate.OneOf(["production", "local", "test"]))
PRODUCTION = MODE == "production"
DEBUG = False

DATA_DIR = embedded.data_dir(env.str("SAMSYN_DATA_DIR", ""))
_local_secret = embedded.local_secret if not PRODUCTION else lambda name: ""

SECRET_KEY = env.str("SAMSYN_SECRET_KEY", "") or _local_secret("secret_key")
# One key or several (newest first) for encrypting personal identity numbers; one for hashing them.
IDENTITY_KEYS = env.list("SAMSYN_IDENTITY_KEYS", []) or [_local_secret("identity_key")]
IDENTITY_HASH_KEY = env.str("SAMSYN_IDENTITY_HASH_KEY", "") or _local_secret("identity_hash_key")
# The certificate that signed reports are sealed with (PKCS#12); without one production seals nothing.
SEAL_FILE = env.str("SAMSYN_SEAL_FILE", "")
SEAL_PASSWORD = env.str("SAMSYN_SEAL_PASSWORD", "")
ALLOWED_HOSTS = env.list(
    "SAMSYN_ALLOWED_HOSTS", [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)

if PRODUCTION:
    _missing = [
        name
        for name, value in {
            "SAMSYN_SECRET_KEY": SECRET_KEY,
            "SAMSYN_IDENTITY_KEYS": all(IDENTITY_KEYS),
            "SAMSYN_IDENTITY_HASH_KEY": IDENTITY_HASH_KEY,
            "SAMSYN_ALLOWED_HOSTS": ALLOWED_HOSTS,
            "DATABASE_URL": env.str("DATABASE_URL", ""),
        }.items()
        if not value
    ]
    if _missing:
        raise ImproperlyConfigured(f"Production needs these environment variables: {', '.join(_missing)}.")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("SAMSYN_SECRET_KEY must be at least 50 random characters.")

# ── Apps, in the written order: an app may import those below it, never those above ───────────────────────
INSTALLED_APPS = [
    "samsyn.demo",
    "samsyn.home",
    "samsyn.reports",
    "samsyn.extracts",
    "samsyn.figures",
    "samsyn.enrolments",
    "samsyn.referrals",
    "samsyn.disclosures",
    "samsyn.participants",
    "samsyn.initiatives",
    "samsyn.tokens",
    "samsyn.accounts",
    "samsyn.organisations",
    "samsyn.audit",
    "samsyn.base",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]
SITE_ID = 1
AUTH_USER_MODEL = "accounts.User"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "samsyn.base.problems.OnlyTokens",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "samsyn.accounts.middleware.Acting",
    "samsyn.tokens.middleware.ByToken",
    "samsyn.base.readonly.ReadOnlyGet",
]
ROOT_URLCONF = "samsyn.project.urls"
WSGI_APPLICATION = "samsyn.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "samsyn.home.navigation.shell",
            ],
            "builtins": [
                "samsyn.base.templatetags.samsyn",
                "samsyn.base.templatetags.cards",
                "django.templatetags.i18n",
            ],
        },
    },
    {
        # The rows of long lists: Jinja2 draws them ten times faster. They stand in jinja2/<app>/.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "samsyn.base.rendering.environment"},
    },
]
FORM_RENDERER = "samsyn.base.rendering.FormRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── Database: PostgreSQL only. "default" works as the application role behind the wall; "owner" migrates. ──
DATABASE_URL = env.str("DATABASE_URL", "")
_database = (
    env.dj_db_url("DATABASE_URL") if DATABASE_URL else embedded.database(DATA_DIR, test=MODE == "test")
)
# Where DATABASE_URL names an unprivileged login (a member of samsyn_app), this one migrates in its place.
_owner = env.dj_db_url("DATABASE_OWNER_URL") if env.str("DATABASE_OWNER_URL", "") else _database
_wait = {"connect_timeout": 3, "tcp_user_timeout": 3000, "application_name": "samsyn"}
DATABASES = {
    "default": _database
    | {
        "ATOMIC_REQUESTS": False,  # accounts.middleware.Acting opens the one transaction of a request
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,  # a choice in a form would take three questions instead of one
        "OPTIONS": _wait
        | _database.get("OPTIONS", {})  # what the address itself asks for, such as sslmode
        | {
            "prepare_threshold": 2,  # times that base.prepared asks before the server keeps the plan
            # Django's own assume_role waits for itself where there is a pool, and reaches no worker.
            # History triggers read pgtrigger.ignore; where it is missing each row costs a rolled-back
            # subtransaction, which takes longer the more a transaction has written. Rows lie in memory or on
            # a disk without arms; thought to be far apart, all of a table is read to find a fortieth of it.
            "options": "-c role=samsyn_app -c jit=off -c random_page_cost=1.1 -c pgtrigger.ignore={}"
            " -c statement_timeout=20s -c idle_in_transaction_session_timeout=60s",
            "pool": MODE != "test"
            and {"min_size": 1, "max_size": env.int("SAMSYN_DATABASE_POOL", 8), "timeout": 5},
        },
    },
    "owner": _owner | {"OPTIONS": _wait | _owner.get("OPTIONS", {}), "TEST": {"MIRROR": "default"}},
}

# ── Sign-in ────────────────────────────────────────────────────────────────────────────────────────────────
AUTHENTICATION_BACKENDS = ["samsyn.accounts.signin.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
    }.items()
]
LOCAL_PASSWORDS = env.bool("SAMSYN_LOCAL_PASSWORDS", True)  # False: only through an identity provider
SECOND_FACTOR_REQUIRED = env.bool("SAMSYN_SECOND_FACTOR_REQUIRED", PRODUCTION)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "samsyn.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "samsyn.accounts.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an approver, never by sign-up
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no letters to addresses that are not ours
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False  # sessions end with the browser
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",  # a whole office may share one address
    "login_failed": "30/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
# Limits hold over all web processes: they are counted in a table, not in each one's memory.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "samsyn_cache"}}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("SAMSYN_BEHIND_PROXY", False) else 0
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_ADAPTER = "samsyn.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "Samsyn"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
# A list of identity providers; docs/access.md says what each may hold.
OIDC_PROVIDERS = env.json("SAMSYN_OIDC_PROVIDERS", [])
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": OIDC_PROVIDERS}}

# ── Sessions and cookies: they end after half an hour idle, and after a working day whatever happens ──────
SESSION_COOKIE_AGE = env.int("SAMSYN_SESSION_IDLE_SECONDS", 30 * 60)
SESSION_ABSOLUTE_AGE = env.int("SAMSYN_SESSION_ABSOLUTE_SECONDS", 10 * 60 * 60)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-samsyn" if PRODUCTION else "samsyn"
CSRF_FAILURE_VIEW = "samsyn.base.retry.token_stale"
CSRF_TRUSTED_ORIGINS: list[str] = env.list("SAMSYN_TRUSTED_ORIGINS", [])

# ── Transport and content ──────────────────────────────────────────────────────────────────────────────────
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("SAMSYN_BEHIND_PROXY", False) else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # The sign-in form is sent to us and redirected to the identity provider.
        "form-action": [SELF, *(origin(provider["settings"]["server_url"]) for provider in OIDC_PROVIDERS)],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
API_REQUESTS_A_MINUTE = env.int("SAMSYN_API_REQUESTS_A_MINUTE", 120)  # of one token
UPLOAD_LIMIT = 50 * 1024 * 1024  # bytes of a file to import

# ── Language, time, static files ───────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
STATIC_URL = "/static/"
# Filled by `samsyn serve` in production, empty elsewhere; nothing is collected for tests.
STATIC_ROOT = None if MODE == "test" else DATA_DIR / "static"
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# ── E-mail (never with personal data), background work, log ────────────────────────────────────────────────
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if PRODUCTION else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"  # a try sends nothing; its letters can be read here
EMAIL_HOST = env.str("SAMSYN_EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("SAMSYN_EMAIL_PORT", 25)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("SAMSYN_EMAIL_FROM", "samsyn@localhost")
PROCRASTINATE_DATABASE_ALIAS = "default"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PGHISTORY_APPEND_ONLY = True
# Triggers are put up after each migration from what the models say, as the wall is.
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"nothing_personal": {"()": "samsyn.base.logs.NothingPersonal"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["nothing_personal"]}
    },
    "root": {"handlers": ["stderr"], "level": env.str("SAMSYN_LOG_LEVEL", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
