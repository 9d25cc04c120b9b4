"""All settings, read from the environment. README lists the variables."""

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from lanhmanh.config import environment
from lanhmanh.sealing import FULL, LIGHT

PACKAGE = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("LANHMANH_DATA", "var")).resolve()
DEMO = environment.flag("LANHMANH_DEMO") or (DATA / "demo").exists()
if DEMO:
    os.environ.setdefault("LANHMANH_TODAY", os.environ.get("TODAY") or "2021-12-20")
DEBUG = environment.flag("LANHMANH_DEBUG")
HTTPS = environment.flag("LANHMANH_HTTPS")

SECRET_KEY = environment.secret_key(DATA)
ALLOWED_HOSTS = os.environ.get("LANHMANH_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "lanhmanh.audit",
    "lanhmanh.ui",
    "lanhmanh.units",
    "lanhmanh.accounts",
    "lanhmanh.keyring",
    "lanhmanh.documents",
    "lanhmanh.plan",
    "lanhmanh.activities",
    "lanhmanh.areas",
    "lanhmanh.cases",
    "lanhmanh.reporting",
    "lanhmanh.flows",
    "lanhmanh.web",
    "lanhmanh.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "lanhmanh.web.requests.sound_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lanhmanh.accounts.guards.actor_middleware",
    "lanhmanh.keyring.guards.vault_middleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "lanhmanh.accounts.guards.duties_middleware",
]

ROOT_URLCONF = "lanhmanh.config.urls"
WSGI_APPLICATION = "lanhmanh.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "lanhmanh.web.shell.shell",
            ]
        },
    }
]

FORM_RENDERER = "lanhmanh.ui.renderer.Renderer"

DATABASES = {"default": environment.database(os.environ.get("LANHMANH_DATABASE", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [DATA / "built"]
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]  # the typefaces are built when first served, not on a fresh clone
# `lanhmanh serve` collects files under names that carry their hash; elsewhere they are served as they lie.
HASHED = environment.flag("LANHMANH_HASHED_STATIC")
_STATIC = "whitenoise.storage.CompressedManifestStaticFilesStorage" if HASHED else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC or "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = not HASHED
WHITENOISE_ADD_HEADERS_FUNCTION = environment.lock_static
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a plan of 140 proposed tasks is one form of over 1,000 fields
DATA_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "lanhmanh.keyring.signin.VaultAdapter"
ACCOUNT_FORMS = {
    "login": "lanhmanh.accounts.forms.LoginForm",
    "change_password": "lanhmanh.keyring.signin.VaultChangePasswordForm",
    "reauthenticate": "lanhmanh.accounts.forms.ReauthenticateForm",
}
ACCOUNT_RATE_LIMITS = False  # django-axes locks out, in the database, so that every worker knows
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_ADAPTER = "lanhmanh.accounts.signin.MfaAdapter"
MFA_FORMS = {
    "authenticate": "lanhmanh.accounts.forms.AuthenticateForm",
    "activate_totp": "lanhmanh.accounts.forms.ActivateTOTPForm",
    "reauthenticate": "lanhmanh.accounts.forms.SecondFactorReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Lành Mạnh"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_VERBOSE = False

# ASVS 5: length counts, no rules of composition, no forced rotation.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name")},
    },
    {"NAME": "lanhmanh.accounts.signin.NotGuessable"},
    {"NAME": "lanhmanh.accounts.signin.NotTheDemoPassword"},
]

# Keys of what is confidential: half of each lies in this folder and not in the database (keyring.halves).
VAULT_HALVES = DATA / "keys"
VAULT_COST = LIGHT if DEMO else FULL  # the password of the demonstration stands in the README

CSRF_FAILURE_VIEW = "lanhmanh.web.errors.forbidden"
