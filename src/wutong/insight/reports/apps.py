from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "wutong.insight.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import providers  # noqa: F401, PLC0415 -- registers once all models are loaded
