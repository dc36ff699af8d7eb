from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "wutong.platform.languages"
    label = "languages"
