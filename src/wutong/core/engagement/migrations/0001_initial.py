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
                # STATE
            ],
        ),
    ]
