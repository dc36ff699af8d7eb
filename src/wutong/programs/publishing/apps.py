from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "wutong.programs.publishing"
    label = "publishing"
    verbose_name = "Publishing"
    default_auto_field = "django.db.models.BigAutoField"
