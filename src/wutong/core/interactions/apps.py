from django.apps import AppConfig


class InteractionsConfig(AppConfig):
    name = "wutong.core.interactions"
    label = "interactions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.core.interactions import providers  # noqa: F401, PLC0415 - needs ready apps
