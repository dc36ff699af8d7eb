from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "wutong.programs.verification"
    label = "verification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.programs.verification import providers  # noqa: F401, PLC0415 - needs ready apps
