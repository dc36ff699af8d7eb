from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InboxConfig(AppConfig):
    name = "wutong.engines.inbox"
    label = "inbox"
    verbose_name = _("Answers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.engines.inbox import providers  # noqa: F401, PLC0415 - needs ready apps
