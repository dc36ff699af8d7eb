from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "wutong.ui.signin"
    label = "signin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.ui.signin import checks, providers  # noqa: F401, PLC0415 - needs ready apps
