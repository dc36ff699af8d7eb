from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "wutong.devtools.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
