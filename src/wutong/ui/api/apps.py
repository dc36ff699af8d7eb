from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "wutong.ui.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.ui.api import providers  # noqa: F401, PLC0415 - needs ready apps
