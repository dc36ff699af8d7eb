from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "wutong.engines.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.engines.calls import providers  # noqa: F401, PLC0415 - needs ready apps
