"""The planner thinks reading a row is cheap whatever its arrays weigh: with statistics it reads all
of them for a common word instead of asking the index. Without, it always asks.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE portal_publicdocument ALTER COLUMN tokens SET STATISTICS 0,"
            " ALTER COLUMN title_tokens SET STATISTICS 0",
            "ALTER TABLE portal_publicdocument ALTER COLUMN tokens SET STATISTICS -1,"
            " ALTER COLUMN title_tokens SET STATISTICS -1",
        ),
    ]
