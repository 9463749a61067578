"""Settings of the yardstick: the stock Django admin over the product's tables, connected as their owner."""

from samsyn.project import settings as _product
from samsyn.project.settings import *  # noqa: F403

INSTALLED_APPS = ["django.contrib.admin", *_product.INSTALLED_APPS]
MIDDLEWARE = [  # as `django-admin startproject` writes them
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # refuses to be left out, and does next to nothing
]
ROOT_URLCONF = "bench.admin_site"
WSGI_APPLICATION = "bench.admin_wsgi.application"
AUTHENTICATION_BACKENDS = ["bench.admin_site.Everybody"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
# The same pool of connections as the product: what is compared is the application, not its set-up.
DATABASES = {
    alias: _product.DATABASES["owner"]
    | {
        "OPTIONS": _product.DATABASES["owner"]["OPTIONS"]
        | {"pool": {"min_size": 1, "max_size": 8, "timeout": 5}},
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
    for alias in ("default", "owner")
}
SESSION_COOKIE_NAME = "admin"
SESSION_SAVE_EVERY_REQUEST = False
