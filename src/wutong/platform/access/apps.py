from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "wutong.platform.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.platform.access import providers  # noqa: F401, PLC0415 - needs ready apps
