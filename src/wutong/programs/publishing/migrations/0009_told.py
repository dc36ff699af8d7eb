"""Whom public stories already tell of."""

from django.db import migrations

FILL = """
INSERT INTO publishing_told (page_id, profile_id, place)
SELECT s.basepage_ptr_id, f.id, min(b.ordinality)
FROM publishing_storypage s
JOIN publishing_basepage p ON p.id = s.basepage_ptr_id AND p.live
CROSS JOIN LATERAL jsonb_array_elements(s.body) WITH ORDINALITY b(block, ordinality)
JOIN publishing_profile f ON f.id::text = b.block -> 'value' ->> 'person'
WHERE b.block ->> 'type' = 'person'
GROUP BY s.basepage_ptr_id, f.id
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):

    dependencies = [("publishing", "0008_sites_people_about")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
