from django.apps import AppConfig


class AudiencesConfig(AppConfig):
    name = "wutong.engines.audiences"
    label = "audiences"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.engines.audiences import providers  # noqa: F401, PLC0415 - needs ready apps
