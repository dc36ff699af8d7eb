from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "wutong.programs.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("wutong.programs.portal.providers")
