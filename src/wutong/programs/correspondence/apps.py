from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "wutong.programs.correspondence"
    label = "correspondence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.programs.correspondence import providers  # noqa: F401, PLC0415 - needs ready apps
