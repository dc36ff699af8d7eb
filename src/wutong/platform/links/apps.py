from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "wutong.platform.links"
    label = "links"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.platform.links import providers  # noqa: F401, PLC0415 - needs ready apps
