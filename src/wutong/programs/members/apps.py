from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "wutong.programs.members"
    label = "members"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.programs.members import providers  # noqa: F401, PLC0415 - needs ready apps
