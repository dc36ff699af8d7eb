from django.apps import AppConfig


class ServiceDeskConfig(AppConfig):
    name = "wutong.programs.servicedesk"
    label = "servicedesk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.programs.servicedesk import providers  # noqa: F401, PLC0415 - needs ready apps
