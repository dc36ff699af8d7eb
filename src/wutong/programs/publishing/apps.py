from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PublishingConfig(AppConfig):
    name = "wutong.programs.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.programs.publishing import providers  # noqa: F401, PLC0415 - needs ready apps
        from wutong.programs.publishing.mirror import mirror_roles  # noqa: PLC0415

        # Without a sender: permissions of every app must be there first.
        post_migrate.connect(mirror_roles, dispatch_uid="publishing.mirror_roles")
