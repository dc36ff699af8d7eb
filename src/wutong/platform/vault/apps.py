from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "wutong.platform.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the words of the audit trail."""
        from wutong.platform.vault import providers  # noqa: F401, PLC0415
