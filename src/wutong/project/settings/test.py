"""Tests: real PostgreSQL, fast hashing, nothing leaves the machine."""

from __future__ import annotations

from .base import *
from .parts.logs import logging_config

DEBUG = False
DEMO = True
SECRET_KEY = "test-secret-key"  # noqa: S105
ALLOWED_HOSTS = ["*"]
SECOND_FACTOR_FORCED = False
PAGE_CACHE = False  # what one test shows is not the next one's
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
INSTALLED_APPS = ["wutong.devtools.demo", "wutong.devtools.catcher", *INSTALLED_APPS]
LOGGING = logging_config(json=False, level="WARNING")
