from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "wutong.engines.outreach"
    label = "outreach"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.engines.outreach import providers  # noqa: F401, PLC0415 - needs ready apps
