"""What every environment shares; the parts hold one subject each."""

from __future__ import annotations

from .parts.apps import *
from .parts.auth import *
from .parts.campus import *
from .parts.comments import *
from .parts.database import *
from .parts.environment import DATA, env
from .parts.i18n import *
from .parts.imports import *
from .parts.interfaces import *
from .parts.logs import logging_config
from .parts.mail import *
from .parts.outreach import *
from .parts.posts import *
from .parts.privacy import *
from .parts.security import *
from .parts.sms import *
from .parts.wagtail import *
from .parts.wechat import *

ROOT_URLCONF = "wutong.project.urls"
WSGI_APPLICATION = "wutong.project.wsgi.application"
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
WAGTAILADMIN_BASE_URL = SITE_URL
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wutong.ui.design.context.design",
                "wutong.ui.site.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "wutong.ui.design.renderer.FormRenderer"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "private", "base_url": None},
    },
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# First key signs, all verify: prepend a new one to rotate.
WUTONG_KEYS = env.list("WUTONG_KEYS", ["demo-key-not-for-production"])
# The key of blind indexes; empty is the last of WUTONG_KEYS. Set it to that before dropping it.
WUTONG_HASH_KEY = env.str("WUTONG_HASH_KEY", "")
UNIVERSITY = {
    "name_zh": env.str("UNIVERSITY_NAME_ZH", "梧桐大学"),
    "name_en": env.str("UNIVERSITY_NAME_EN", "Wutong University"),
    "colour": env.str("UNIVERSITY_COLOUR", "#1f5c46"),
}
# Where visitors get the source of what runs here (AGPL-3.0, section 13).
SOURCE_URL = env.str("SOURCE_URL", "")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
DEMO = False
SECOND_FACTOR_FORCED = env.bool("SECOND_FACTOR_FORCED", True)
LOGGING = logging_config(json=False, level=env.str("LOG_LEVEL", "INFO"))
SILENCED_SYSTEM_CHECKS = ["axes.W003"]
