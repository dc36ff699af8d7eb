from django.db import migrations

from wutong.core.figures.public import watch_tables


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0002_texts"), ("figures", "0001_initial")]
    operations = [watch_tables("correspondence", "correspondence_formalletter")]
