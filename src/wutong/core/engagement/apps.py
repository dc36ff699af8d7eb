from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "wutong.core.engagement"
    label = "engagement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import providers  # noqa: F401, PLC0415 -- registers once all models are loaded
