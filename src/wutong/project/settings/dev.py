"""Development and the demo: one machine, the embedded database, the local mail catcher."""

from __future__ import annotations

from .base import *
from .parts.environment import env

DEBUG = env.bool("DEBUG", False)
DEMO = True
SECRET_KEY = env.str("SECRET_KEY", "demo-secret-key-not-for-production")
ALLOWED_HOSTS = ["*"]
SECOND_FACTOR_FORCED = env.bool("SECOND_FACTOR_FORCED", False)
STORAGES = {
    **STORAGES,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
INSTALLED_APPS = ["wutong.devtools.demo", "wutong.devtools.catcher", *INSTALLED_APPS]
STAFF_IDLE_MINUTES = env.int("STAFF_IDLE_MINUTES", 720)
