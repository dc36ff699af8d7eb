from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "wutong.core.rights"
    label = "rights"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.core.rights import providers  # noqa: F401, PLC0415 - needs ready apps
