import django.db.models.deletion
from django.db import migrations, models

TRIGGERS = """
CREATE FUNCTION consent_visibility_copies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT p.name_pinyin, p.region_id, NOT p.deceased AND p.merged_into_id IS NULL
    INTO NEW.sort_key, NEW.region_id, NEW.stands
    FROM people_person p WHERE p.id = NEW.person_id;
  RETURN NEW;
END $$;
CREATE TRIGGER consent_visibility_copies
  BEFORE INSERT OR UPDATE OF person_id ON consent_visibility
  FOR EACH ROW EXECUTE FUNCTION consent_visibility_copies();

CREATE FUNCTION consent_visibility_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE consent_visibility
     SET sort_key = NEW.name_pinyin, region_id = NEW.region_id,
         stands = NOT NEW.deceased AND NEW.merged_into_id IS NULL
   WHERE person_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER consent_visibility_follows
  AFTER UPDATE OF name_pinyin, region_id, deceased, merged_into_id ON people_person
  FOR EACH ROW WHEN (
    (OLD.name_pinyin, OLD.region_id, OLD.deceased, OLD.merged_into_id)
    IS DISTINCT FROM (NEW.name_pinyin, NEW.region_id, NEW.deceased, NEW.merged_into_id)
  )
  EXECUTE FUNCTION consent_visibility_follows();

UPDATE consent_visibility SET person_id = person_id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
UNDO = """
DROP TRIGGER consent_visibility_follows ON people_person;
DROP FUNCTION consent_visibility_follows();
DROP TRIGGER consent_visibility_copies ON consent_visibility;
DROP FUNCTION consent_visibility_copies();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0002_visibility'),
        ('people', '0003_duplicates'),
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='visibility',
            name='sort_key',
            field=models.CharField(blank=True, db_collation='C', db_default='', default='', editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name='visibility',
            name='region',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.region'),
        ),
        migrations.AddField(
            model_name='visibility',
            name='stands',
            field=models.BooleanField(db_default=True, default=True, editable=False),
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
        migrations.AddIndex(
            model_name='visibility',
            index=models.Index(condition=models.Q(('name__gt', 0), ('stands', True)), fields=['sort_key', 'person'], include=('name', 'study', 'place', 'work', 'region'), name='consent_visibility_by_name'),
        ),
    ]
