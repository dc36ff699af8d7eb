from django.apps import AppConfig


class CatcherConfig(AppConfig):
    name = "wutong.devtools.catcher"
    label = "catcher"
    default_auto_field = "django.db.models.BigAutoField"
