from django.apps import AppConfig


class MomentsConfig(AppConfig):
    name = "wutong.programs.moments"
    label = "moments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.programs.moments import providers  # noqa: F401, PLC0415 - needs ready apps
