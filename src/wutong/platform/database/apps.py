from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "wutong.platform.database"
    label = "database"
