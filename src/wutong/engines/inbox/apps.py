from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class InboxConfig(AppConfig):
    name = "wutong.engines.inbox"
    label = "inbox"
    verbose_name = pgettext_lazy("inbox", "Answers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.engines.inbox import providers  # noqa: F401, PLC0415 - needs ready apps
