"""The history's context is asked for without raising an error where there is none.

As installed, `_pgh_attach_context` reads a setting that only web requests have and catches the
error where it is missing. Each such error ends a subtransaction, and each end of a subtransaction
walks over every foreign-key check that still waits for the commit: a worker that removes or
changes thousands of rows at once needs time by the square of their number. The triggers' own
question (`pgtrigger.ignore`) is answered by the connection's options.
"""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS pghistory_context.id%TYPE AS $$
DECLARE
    _context_id uuid := NULLIF(current_setting('pghistory.context_id', true), '')::uuid;
    _metadata jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb;
BEGIN
    IF _context_id IS NULL OR _metadata IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
    VALUES (_context_id, _metadata, now(), now())
    ON CONFLICT (id) DO UPDATE SET metadata = EXCLUDED.metadata, updated_at = EXCLUDED.updated_at
    WHERE pghistory_context.metadata <> EXCLUDED.metadata;
    RETURN _context_id;
END;
$$ LANGUAGE plpgsql
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [migrations.RunSQL(FUNCTION, reverse_sql=migrations.RunSQL.noop)]
