from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ConsentConfig(AppConfig):
    name = "wutong.core.consent"
    label = "consent"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.core.consent import providers  # noqa: F401, PLC0415 - needs ready apps
        from wutong.core.consent.texts import keep_texts  # noqa: PLC0415

        post_migrate.connect(keep_texts, sender=self, dispatch_uid="consent.keep_texts")
