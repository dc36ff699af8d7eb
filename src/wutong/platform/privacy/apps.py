from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "wutong.platform.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.platform.privacy import providers  # noqa: F401, PLC0415 - needs ready apps
