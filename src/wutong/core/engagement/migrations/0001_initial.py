"""The ledger, partitioned by year, with the guard that keeps it append-only."""

import django.db.models.deletion
from django.db import migrations, models

import wutong.kernel.ids

TABLE_SQL = """
CREATE TABLE engagement_act (
    id uuid NOT NULL,
    occurred_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    subject_kind varchar(12) NOT NULL,
    person_id bigint NULL,
    participant_key bytea NULL,
    subject_ref varchar(64) NOT NULL,
    kind varchar(40) NOT NULL,
    case_mode varchar(16) NOT NULL,
    counts_for_aem boolean NOT NULL,
    quantity bigint NOT NULL,
    unit varchar(24) NOT NULL,
    population varchar(12) NOT NULL,
    legal_body varchar(16) NOT NULL,
    office_role varchar(12) NOT NULL,
    source_ref varchar(96) NOT NULL,
    source_grade varchar(1) NOT NULL,
    grade smallint NOT NULL,
    note varchar(200) NOT NULL,
    idempotency_key varchar(120) NOT NULL,
    reverses uuid NULL,
    voided_at timestamptz NULL,
    batch_ref varchar(64) NOT NULL,
    PRIMARY KEY (occurred_on, id),
    CONSTRAINT engagement_act_once UNIQUE (occurred_on, idempotency_key),
    CONSTRAINT engagement_act_subject CHECK (
        (subject_kind = 'person' AND person_id IS NOT NULL)
        OR (subject_kind = 'erased' AND person_id IS NULL AND participant_key IS NOT NULL)
        OR (subject_kind IN ('organisation', 'device', 'count') AND person_id IS NULL)
    ),
    CONSTRAINT engagement_act_mode CHECK (NOT (counts_for_aem AND case_mode = 'none')),
    CONSTRAINT engagement_act_person_fk FOREIGN KEY (person_id)
        REFERENCES people_person (id) DEFERRABLE INITIALLY DEFERRED
) PARTITION BY RANGE (occurred_on);
CREATE INDEX engagement_act_person ON engagement_act (person_id, occurred_on DESC);
CREATE INDEX engagement_act_source ON engagement_act (source_ref);
"""

PARTITIONS_SQL = "\n".join(
    [
        "CREATE TABLE engagement_act_before PARTITION OF engagement_act "
        "FOR VALUES FROM (MINVALUE) TO ('2010-01-01');",
        *(
            f"CREATE TABLE engagement_act_{year} PARTITION OF engagement_act "
            f"FOR VALUES FROM ('{year}-01-01') TO ('{year + 1}-01-01');"
            for year in range(2010, 2031)
        ),
        "CREATE TABLE engagement_act_default PARTITION OF engagement_act DEFAULT;",
    ]
)

GUARD_SQL = """
CREATE FUNCTION engagement_act_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'the engagement ledger keeps every row; write a reversal';
    END IF;
    IF (OLD.id, OLD.occurred_on, OLD.recorded_at, OLD.kind, OLD.case_mode, OLD.counts_for_aem,
        OLD.quantity, OLD.unit, OLD.population, OLD.legal_body, OLD.office_role,
        OLD.source_ref, OLD.source_grade, OLD.reverses)
       IS DISTINCT FROM
       (NEW.id, NEW.occurred_on, NEW.recorded_at, NEW.kind, NEW.case_mode, NEW.counts_for_aem,
        NEW.quantity, NEW.unit, NEW.population, NEW.legal_body, NEW.office_role,
        NEW.source_ref, NEW.source_grade, NEW.reverses)
       OR (OLD.voided_at IS NOT NULL AND OLD.voided_at IS DISTINCT FROM NEW.voided_at)
       OR (OLD.subject_kind = 'erased' AND OLD.participant_key IS DISTINCT FROM NEW.participant_key)
    THEN
        RAISE EXCEPTION 'the engagement ledger is append-only; write a reversal';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER engagement_act_guard BEFORE UPDATE OR DELETE ON engagement_act
    FOR EACH ROW EXECUTE FUNCTION engagement_act_guard();
"""

UNDO_SQL = """
DROP TABLE engagement_act;
DROP FUNCTION engagement_act_guard();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(TABLE_SQL + PARTITIONS_SQL + GUARD_SQL, UNDO_SQL),
            ],
            state_operations=[
                migrations.CreateModel(
                    name='Act',
                    fields=[
                        ('pk', models.CompositePrimaryKey('occurred_on', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('id', models.UUIDField(default=wutong.kernel.ids.uuid7, editable=False)),
                        ('occurred_on', models.DateField(verbose_name='day')),
                        ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                        ('subject_kind', models.CharField(choices=[('person', 'Person'), ('organisation', 'Organisation'), ('device', 'Anonymous device'), ('count', 'Count without names'), ('erased', 'Erased person')], max_length=12, verbose_name='subject')),
                        ('participant_key', models.BinaryField(max_length=16, null=True)),
                        ('subject_ref', models.CharField(blank=True, max_length=64)),
                        ('kind', models.CharField(max_length=40, verbose_name='kind')),
                        ('case_mode', models.CharField(choices=[('philanthropic', 'Philanthropic engagement'), ('volunteer', 'Volunteer engagement'), ('experiential', 'Experiential engagement'), ('communication', 'Communication engagement'), ('none', 'Outside the four modes')], max_length=16, verbose_name='CASE mode')),
                        ('counts_for_aem', models.BooleanField(verbose_name='counts for CASE')),
                        ('quantity', models.BigIntegerField(default=1, verbose_name='quantity')),
                        ('unit', models.CharField(max_length=24, verbose_name='unit')),
                        ('population', models.CharField(choices=[('alumnus', 'Alumni'), ('student', 'Students'), ('staff', 'Staff of the university'), ('society', 'General public'), ('unknown', 'Population unknown')], max_length=12, verbose_name='population')),
                        ('legal_body', models.CharField(max_length=16, verbose_name='legal body')),
                        ('office_role', models.CharField(choices=[('host', 'Host'), ('joint', 'Joint host'), ('assisting', 'Assisting'), ('reported', 'Reported by an alumni organisation')], max_length=12, verbose_name='role of the office')),
                        ('source_ref', models.CharField(max_length=96, verbose_name='source object')),
                        ('source_grade', models.CharField(choices=[('A', 'A: recorded by the system'), ('B', 'B: imported with evidence'), ('C', 'C: reported by others'), ('D', 'D: estimate')], max_length=1, verbose_name='source grade')),
                        ('grade', models.SmallIntegerField(choices=[(0, 'Open'), (1, 'Internal'), (2, 'Sensitive')], default=1, verbose_name='confidentiality')),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                        ('idempotency_key', models.CharField(max_length=120)),
                        ('reverses', models.UUIDField(null=True)),
                        ('voided_at', models.DateTimeField(null=True)),
                        ('batch_ref', models.CharField(blank=True, max_length=64)),
                        ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='person')),
                    ],
                    options={
                        'verbose_name': 'act',
                        'verbose_name_plural': 'acts',
                        'db_table': 'engagement_act',
                        'indexes': [models.Index(fields=['person', '-occurred_on'], name='engagement_act_person'), models.Index(fields=['source_ref'], name='engagement_act_source')],
                        'constraints': [models.UniqueConstraint(fields=('occurred_on', 'idempotency_key'), name='engagement_act_once'), models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('subject_kind', 'person')), models.Q(('participant_key__isnull', False), ('person__isnull', True), ('subject_kind', 'erased')), models.Q(('person__isnull', True), ('subject_kind__in', ['organisation', 'device', 'count'])), _connector='OR'), name='engagement_act_subject'), models.CheckConstraint(condition=models.Q(('case_mode', 'none'), ('counts_for_aem', True), _negated=True), name='engagement_act_mode')],
                    },
                ),
            ],
        ),
    ]
