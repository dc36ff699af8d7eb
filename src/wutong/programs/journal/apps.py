from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "wutong.programs.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.programs.journal import providers  # noqa: F401, PLC0415 - needs ready apps
