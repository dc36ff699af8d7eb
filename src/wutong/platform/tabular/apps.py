from django.apps import AppConfig


class TabularConfig(AppConfig):
    name = "wutong.platform.tabular"
    label = "tabular"
    default_auto_field = "django.db.models.BigAutoField"
