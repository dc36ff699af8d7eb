from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class PeopleConfig(AppConfig):
    name = "wutong.core.people"
    label = "people"
    verbose_name = pgettext_lazy("office", "People")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.core.people import providers  # noqa: F401, PLC0415 - needs ready apps
