"""The one settings file. Everything that differs between places is read from the environment.

docs/operations.md lists the variables. Without any, `bin/run` sets what a machine of one's own needs.
"""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from beredskab import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = env.folder("VAR", BASE_DIR / "var")

# --- Who we are -----------------------------------------------------------------------------

DEBUG = env.flag("DEBUG")
BIND = env.text("BIND", "127.0.0.1")
PORT = env.number("PORT", 8000, low=1, high=65535)
# Demo people sign in by a list. Only on this machine: beredskab.checks refuses anything else.
DEMO = env.flag("DEMO")
# Behind a proxy that speaks TLS and sets X-Forwarded-Proto and X-Forwarded-For itself.
HTTPS = env.flag("HTTPS")
# How many proxies stand before us; their X-Forwarded-For entries are trusted, no others.
PROXIES = env.number("PROXIES", 1 if HTTPS else 0, low=0, high=5)
DEFAULT_MUNICIPALITY = env.text("DEFAULT_MUNICIPALITY", "eksempel" if DEMO else "")
# What the apps add to the demo and to a municipality's first day; each takes the municipality.
DEMO_PARTS = [
    "plans.demo.load",
    "plans.paper.demo.load",
    "plans.implementation.demo.load",
    "plans.yearly.demo.load",
    "notifications.demo.load",
    "beredskab.doors.demo.load",
]
ENROLMENT_PARTS = ["plans.granting.by_roles"]  # what roles mean for the things of an app; takes the person
# After many came, moved or left; takes the municipality.
PEOPLE_CHANGED_PARTS = [
    "plans.reading.ask_to_count",
    "beredskab.administration.staffing.mornings.ask_for_a_morning",
]
# When somebody's absence begins; takes the person, the stand-in or None, `by` and `at`.
ABSENCE_PARTS = ["notifications.rota.absences.move_on"]
# What the worker does on each round besides its own; takes the time.
ROUND_PARTS = [
    "beredskab.administration.safekeeping.anchoring.look_round",
    "beredskab.signin.sweeping.look_round",
]
FOUNDING_PARTS = ["plans.editing.starting.found", "notifications.catalogue.found"]
SECRET_KEY = env.secret("SECRET_KEY") or env.required(
    "SECRET_KEY", "it signs sessions and forms. Set it, or SECRET_KEY_FILE, to 50 random characters or more"
)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
# The folder with the keys of the vault and the teams; never in the database, never in a backup of it.
KEYS = env.folder("KEYS", VAR / "keys")
# Where the key agent listens (docs/operations.md). With it the private keys are with another user's process.
KEY_AGENT_SOCKET = env.text("KEY_AGENT_SOCKET")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,.localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

# --- Parts ----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "guardian",
    "crispy_forms",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
    "beredskab.audit",
    "beredskab.organisation",
    "beredskab.access",
    "beredskab.vault",
    "beredskab.outbox",
    "beredskab.ui",
    "beredskab.signin",
    "beredskab.administration",
    "beredskab.doors",
    "plans",
    "notifications",
]

MIDDLEWARE = [
    "beredskab.head.HeadMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "beredskab.policy.PolicyMiddleware",
    "beredskab.administration.views.health.MachineDoors",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "beredskab.ui.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "beredskab.signin.middleware.SessionClock",
    "beredskab.signin.middleware.StepUp",
    "beredskab.organisation.middleware.MunicipalityMiddleware",
    "beredskab.access.middleware.ActingMiddleware",
    "beredskab.signin.views.unlocking.ClosedTeams",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "beredskab.urls"
WSGI_APPLICATION = "beredskab.wsgi.application"

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
                "beredskab.ui.context.page",
            ],
        },
    },
]
FORM_RENDERER = "beredskab.ui.forms.DkfdsRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["dkfds"]
CRISPY_TEMPLATE_PACK = "dkfds"
CRISPY_FAIL_SILENTLY = False

# --- Database -------------------------------------------------------------------------------

# Tests use one superuser connection that takes the role app on connecting, and SET ROLE for others.
DATABASE_ONE_CONNECTION = env.flag("DATABASE_ONE_CONNECTION")
DATABASE_ROLE = env.text("DATABASE_ROLE")
_CONNECTION_SECONDS = env.number("DATABASE_MAX_AGE", 600, low=0, high=86400)
_DATABASES = {
    "default": env.database("DATABASE_URL", role=DATABASE_ROLE, max_age=_CONNECTION_SECONDS),
    "clock": env.database("DATABASE_CLOCK_URL", max_age=_CONNECTION_SECONDS),
    "auditor": env.database("DATABASE_AUDITOR_URL"),
    # Only management commands have this one; bin/run keeps it from the web and the worker.
    "owner": env.database("DATABASE_OWNER_URL"),
}
if _DATABASES["default"] is None:
    raise env.BadEnvironment("DATABASE_URL", "is not set; bin/manage and bin/run set it")
# Each connection keeps the plans of the reads that every page makes. Off behind a pooler that hands a
# connection from one transaction to another.
DATABASE_PREPARES = env.flag("DATABASE_PREPARES", default=True)
DATABASES = {alias: found for alias, found in _DATABASES.items() if found is not None}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People and sessions --------------------------------------------------------------------

AUTH_USER_MODEL = "organisation.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "beredskab.signin.backends.StaffBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Passwords of our own: for the demo and as emergency access; off where people sign in through their work.
LOCAL_ACCOUNTS = env.flag("LOCAL_ACCOUNTS", default=DEMO)
# Opening what is said about a child asks again who one is after this long without opening any: the gaps of
# such pages' paths, and such pages that have none of them.
STEP_UP_SECONDS = 60 * env.number("STEP_UP_MINUTES", 30, low=5, high=120)
STEP_UP_GAPS = frozenset({"concern"})
STEP_UP_PAGES = frozenset({"notifications:full_copy", "notifications:full_copy_pdf"})
LOGIN_URL = "signin:sign_in"
LOGIN_REDIRECT_URL = "home"

# Nobody is guardian's anonymous user, and no wildcard grants.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False

# One person at one address is slowed down; a colleague behind the same address is not.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_USERNAME_CALLABLE = "beredskab.signin.slowing.who_is_trying"
AXES_COOLOFF_TIME = timedelta(minutes=5)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_CALLABLE = "beredskab.signin.views.door.slowed_down"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_IPWARE_PROXY_COUNT = PROXIES or None
AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"] if PROXIES else ["REMOTE_ADDR"]

SESSION_ENGINE = "beredskab.signin.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60  # the longest a session lives, however busy
SESSION_IDLE_SECONDS = 60 * env.number("IDLE_MINUTES", 20, low=10, high=30)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
# A form whose token is old is not thrown away: what was typed in a concern is kept for its writer.
CSRF_FAILURE_VIEW = "beredskab.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- What leaves the server -----------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    # Monitoring asks the process itself, without TLS.
    SECURE_REDIRECT_EXEMPT = [r"^sundhed/"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Whether to enter a browser's preload list is for whoever owns the whole domain, not for one portal on it.
# auth.W004: an e-mail is unique in its municipality, and signin.backends asks for both (ADR 18).
SILENCED_SYSTEM_CHECKS = ["security.W021", "auth.W004"]

# A form is text; ten megabytes of it are refused. (Files come with their own limits.)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
# Files of a notification stay in memory and within their limit; the others go the usual way.
FILE_UPLOAD_HANDLERS = [
    "notifications.attachments.uploading.InMemory",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# A virus scanner: tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl. Empty: files are only drawn anew.
CLAMD = env.text("CLAMD")

# --- Language and time ----------------------------------------------------------------------

LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("nb", _("Norwegian Bokmål")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "beredskab" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

# --- Files ----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.folder("STATIC_ROOT", VAR / "static")
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # A proxy under another user shows them when the portal is away (deploy/nginx, deploy/caddy).
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
# Rendered action cards, kept by what they show; the web process only reads them.
RENDERED = env.folder("RENDERED", VAR / "rendered")

# How often another system may ask at a door of ours, with one token.
DOOR_REQUESTS_A_MINUTE = env.number("DOOR_REQUESTS_A_MINUTE", 600, low=10, high=100_000)

# Hosts that signed messages about events may go to although they lie inside a network of one's own.
WEBHOOK_TRUSTED_HOSTS = env.words("WEBHOOK_TRUSTED_HOSTS")

# Whether the worker may ask addresses outside the portal that plans lead to whether they still answer.
CHECK_LINKS = env.flag("CHECK_LINKS")

# --- The case system -------------------------------------------------------------------------

# How a concern gets there: download, folder or webhook (docs/handover.md).
HANDOVER = env.one_of("HANDOVER", ("download", "folder", "webhook"))
HANDOVER_FOLDER = env.folder("HANDOVER_FOLDER", VAR / "handover")
HANDOVER_URL = env.text("HANDOVER_URL")
HANDOVER_HOSTS = env.words("HANDOVER_HOSTS")  # the host of the address must stand here as well
HANDOVER_SECRET = env.secret("HANDOVER_SECRET")
# Days from closing to deletion, by what the screening came to; only ever after a receipt.
RETENTION_DAYS = {
    outcome: env.number(f"RETENTION_DAYS_{outcome.upper()}", days, low=1, high=36500)
    for outcome, days in {
        "nothing": 30,
        "clear": 30,
        "inquiry": 90,
        "examination": 90,
        "ongoing": 90,
        "elsewhere": 30,
        "undecided": 90,
    }.items()
}

# --- Anchors of the log: where they go, besides which nothing notices that its end was cut off ---

ANCHOR_FOLDER = env.text("ANCHOR_FOLDER")
ANCHOR_URL = env.text("ANCHOR_URL")
ANCHOR_HOSTS = env.words("ANCHOR_HOSTS")  # hosts of that address that may lie in our own network
ANCHOR_MAILS = env.words("ANCHOR_MAILS")
ANCHOR_MINUTES = env.number("ANCHOR_MINUTES", 5, low=1, high=1440)

# The public half of the key that backups are encrypted to (make_backup_key); the portal cannot read them.
BACKUP_KEY = env.text("BACKUP_KEY")
# Every encrypted field there is, for a trial of a backup; takes `using`, gives (subject, name, ciphertext).
SEALED_FIELDS = "notifications.sealed_fields.every"

# --- Jobs and mail --------------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
globals().update(env.mail("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Beredskabsportalen <portal@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Text messages for whoever is on duty: none, `file`, or the path of a function (docs/operations.md).
SMS_GATEWAY = env.text("SMS_GATEWAY")
SMS_FOLDER = env.folder("SMS_FOLDER", VAR / "sms")
# The address that mails lead to, and the right-hand side of their Message-ID.
PORTAL_URL = env.text("PORTAL_URL", f"http://{BIND}:{PORT}/")
MAIL_DOMAIN = env.text("MAIL_DOMAIN", "portal.invalid")

# --- Logs: English, to standard error, no personal data --------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "beredskab.logs.Line",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # A page that is not there, or not yours, is no news.
        "django.request": {"level": "ERROR"},
        "beredskab": {"level": env.text("LOG_LEVEL", "INFO")},
        # Names the person who failed to sign in; the attempt stands in axes' own table.
        "axes": {"level": "CRITICAL"},
    },
}
