from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "wutong.programs.comments"
    label = "comments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.programs.comments import providers  # noqa: F401, PLC0415 - needs ready apps
