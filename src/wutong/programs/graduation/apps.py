from django.apps import AppConfig


class GraduationConfig(AppConfig):
    name = "wutong.programs.graduation"
    label = "graduation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.programs.graduation import providers  # noqa: F401, PLC0415 - needs ready apps
