from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "wutong.programs.joining"
    label = "joining"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.programs.joining import providers  # noqa: F401, PLC0415 - needs ready apps
