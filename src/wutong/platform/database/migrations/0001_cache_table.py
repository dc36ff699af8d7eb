"""The shared cache: an unlogged table, so that rate limits hold across processes."""

from django.db import migrations

CREATE = """
CREATE UNLOGGED TABLE IF NOT EXISTS platform_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX IF NOT EXISTS platform_cache_expires ON platform_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(CREATE, "DROP TABLE IF EXISTS platform_cache")]
