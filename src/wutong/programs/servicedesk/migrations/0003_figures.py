from django.db import migrations

from wutong.core.figures.public import watch_tables


class Migration(migrations.Migration):
    dependencies = [("servicedesk", "0002_kinds"), ("figures", "0001_initial")]
    operations = [watch_tables("servicedesk", "servicedesk_case")]
