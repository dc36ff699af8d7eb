from django.db import migrations

from wutong.core.figures.public import watch_tables


class Migration(migrations.Migration):
    dependencies = [("press", "0001_initial"), ("figures", "0001_initial")]
    operations = [watch_tables("press", "press_mention", "press_outlet")]
