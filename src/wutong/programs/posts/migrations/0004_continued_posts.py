import django.db.models.deletion
from django.db import migrations, models


def follow_the_articles(apps, schema_editor):
    """Corrections that are out already: the one before is continued by the newest of the line."""
    article = apps.get_model("posts", "Article")
    post = apps.get_model("posts", "Post")
    out = article.objects.filter(replaces__isnull=False, post__published_on__isnull=False)
    for one in out.order_by("post_id"):
        rows = models.Q(pk=one.replaces_id) | models.Q(continued_by=one.replaces_id)
        post.objects.filter(rows).update(continued_by=one.post_id)


class Migration(migrations.Migration):
    dependencies = [("posts", "0003_article_pictures")]

    operations = [
        migrations.AddField(
            model_name="post",
            name="continued_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="continues",
                to="posts.post",
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                condition=models.Q(("continued_by__isnull", False)),
                fields=["continued_by"],
                name="posts_post_continued",
            ),
        ),
        migrations.RunPython(follow_the_articles, migrations.RunPython.noop, elidable=True),
    ]
