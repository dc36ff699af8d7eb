from django.apps import AppConfig


class TabularConfig(AppConfig):
    name = "wutong.platform.tabular"
    label = "tabular"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.platform.tabular import providers  # noqa: F401, PLC0415 - needs ready apps
