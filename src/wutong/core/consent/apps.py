from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "wutong.core.consent"
    label = "consent"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.core.consent import providers  # noqa: F401, PLC0415 - needs ready apps
