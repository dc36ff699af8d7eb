"""PostgreSQL everywhere: DATABASE_URL, or the embedded server of this machine."""

from __future__ import annotations

from .environment import env

_address = env.dj_db_url("DATABASE_URL", "postgresql://wutong@127.0.0.1:5432/wutong")
_options = {**_address.get("OPTIONS", {})}
# The history's triggers ask for this setting and catch the error where it is missing. Each such
# error ends a subtransaction, which walks over every foreign-key check that waits for the commit:
# changing or removing thousands of people at once took time by the square of their number.
_options["options"] = f"{_options.get('options', '')} -c pgtrigger.ignore={{}}".strip()

DATABASES = {
    "default": {
        **_address,
        "OPTIONS": _options,
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "TEST": {"TEMPLATE": "template0"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": env.str("REDIS_URL"),
        }
        if env.str("REDIS_URL", "")
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "platform_cache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    )
}
