from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "wutong.platform.approvals"
    label = "approvals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.platform.approvals import providers  # noqa: F401, PLC0415 - needs ready apps
