from django.apps import AppConfig


class WordingConfig(AppConfig):
    name = "wutong.engines.wording"
    label = "wording"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.engines.wording import providers  # noqa: F401, PLC0415 - needs ready apps
