"""The door of the room: what is held about somebody, their copy, their erasure, the robot."""

from __future__ import annotations

from wutong.platform.privacy.reading import NOTHING, blanks, deletes, reads, rows_of, table_of
from wutong.platform.privacy.registry import (
    Attachment,
    Holding,
    RetentionRule,
    Subject,
    Table,
    aliases,
    attachments,
    hindrances,
    holdings,
    restraints,
    retention_rules,
)
from wutong.platform.privacy.services.copying import KEPT as COPY_KEPT
from wutong.platform.privacy.services.copying import KIND as COPY_KIND
from wutong.platform.privacy.services.erasing import (
    PlannedLine,
    erase_subject,
    hindrances_of,
    plan_erasure,
)
from wutong.platform.privacy.services.processors import save_processor
from wutong.platform.privacy.services.retaining import (
    DueLine,
    next_run,
    preview_retention,
    run_retention,
)
from wutong.platform.privacy.services.starting import start_copy, start_retention
from wutong.platform.privacy.services.subjects import restrain_subject, subject_of
from wutong.platform.privacy.words import after_days, after_years

__all__ = [
    "COPY_KEPT",
    "COPY_KIND",
    "NOTHING",
    "Attachment",
    "DueLine",
    "Holding",
    "PlannedLine",
    "RetentionRule",
    "Subject",
    "Table",
    "after_days",
    "after_years",
    "aliases",
    "attachments",
    "blanks",
    "deletes",
    "erase_subject",
    "hindrances",
    "hindrances_of",
    "holdings",
    "next_run",
    "plan_erasure",
    "preview_retention",
    "reads",
    "restrain_subject",
    "restraints",
    "retention_rules",
    "rows_of",
    "run_retention",
    "save_processor",
    "start_copy",
    "start_retention",
    "subject_of",
    "table_of",
]
