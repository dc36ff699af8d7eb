from importlib import import_module

from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    name = "wutong.ui.site"
    label = "public_site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("wutong.ui.site.providers")
