from django.apps import AppConfig


class RostersConfig(AppConfig):
    name = "wutong.programs.rosters"
    label = "rosters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.programs.rosters import providers  # noqa: F401, PLC0415 - needs ready apps
