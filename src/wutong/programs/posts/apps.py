from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "wutong.programs.posts"
    label = "posts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wutong.programs.posts import providers  # noqa: F401, PLC0415 - needs ready apps
