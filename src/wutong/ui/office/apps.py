from importlib import import_module

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "wutong.ui.office"
    label = "office"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("wutong.ui.office.providers")
