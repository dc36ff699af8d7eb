from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "wutong.platform.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.platform.documents import providers  # noqa: F401, PLC0415 - needs ready apps
