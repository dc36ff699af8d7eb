from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "wutong.programs.voices"
    label = "voices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.programs.voices import providers  # noqa: F401, PLC0415 - needs ready apps
