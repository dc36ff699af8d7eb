"""Long columns stand beside the table: a search for a frequent word walks twenty thousand rows and
reads none of their texts.
"""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("portal", "0002_tokens_without_statistics")]

    operations = [
        migrations.RunSQL(
            [
                "ALTER TABLE portal_publicdocument SET (toast_tuple_target = 256)",
                "UPDATE portal_publicdocument SET digest = digest",
            ],
            ["ALTER TABLE portal_publicdocument RESET (toast_tuple_target)"],
        )
    ]
