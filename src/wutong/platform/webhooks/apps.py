from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "wutong.platform.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.platform.webhooks import providers, tasks  # noqa: F401, PLC0415 - needs ready apps
