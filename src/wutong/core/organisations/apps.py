from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "wutong.core.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.core.organisations import providers  # noqa: F401, PLC0415 - needs ready apps
