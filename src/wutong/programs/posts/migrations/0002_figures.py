"""Changes of channels, posts and their figures make stored values stale."""

from django.db import migrations

from wutong.core.figures.public import watch_tables


class Migration(migrations.Migration):
    dependencies = [("posts", "0001_initial"), ("figures", "0001_initial")]

    operations = [
        watch_tables("posts", "posts_account", "posts_post", "posts_snapshot"),
    ]
