from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "wutong.programs.press"
    label = "press"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.programs.press import providers  # noqa: F401, PLC0415 - needs ready apps
