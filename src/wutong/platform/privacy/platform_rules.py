"""How long the rooms of the platform keep what they have."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wutong.platform.audit.models import AuditEntry
from wutong.platform.files.models import StoredFile
from wutong.platform.files.public import delete_expired
from wutong.platform.jobs.models import Progress
from wutong.platform.outbox.enums import FOR_PEOPLE, InboundKind
from wutong.platform.outbox.models import InboundMessage
from wutong.platform.outbox.public import (
    due_deliveries,
    due_singles,
    forget_deliveries,
    forget_singles,
)
from wutong.platform.privacy.registry import RetentionRule, retention_rules
from wutong.platform.privacy.words import after_days
from wutong.platform.tabular.services.keeping import due_imports, forget_imports

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

    from wutong.kernel.actors import Actor

RETURNED_DAYS, ANSWER_DAYS, SINGLE_DAYS, PROGRESS_DAYS = 90, 1095, 180, 90


def older_than(
    model: type[Model], column: str, days: int, **more: object
) -> tuple[Callable[[datetime], int], Callable[[Actor, datetime], int]]:
    """``due`` and ``run`` of the plainest rule: rows whose ``column`` lies ``days`` back go."""

    def rows(moment: datetime) -> QuerySet[Model]:
        return QuerySet(model).filter(**{f"{column}__lt": moment - timedelta(days=days)}, **more)

    def due(moment: datetime) -> int:
        return rows(moment).count()

    def run(actor: Actor, moment: datetime) -> int:
        return int(rows(moment).delete()[0])

    return due, run


def _plain(
    key: str, model: type[Model], column: str, days: int, *, title: object, purpose: object,
    ground: object = "", **more: object,
) -> None:  # fmt: skip
    due, run = older_than(model, column, days, **more)
    retention_rules.register(
        key,
        RetentionRule(title, purpose, after_days(days), due, run, ground),  # type: ignore[arg-type]
    )


retention_rules.register(
    "tabular.imports",
    RetentionRule(
        title=_("Files of imports and their rows"),
        purpose=_("To take an import back"),
        period=after_days(settings.IMPORT_KEEP_DAYS),
        due=lambda moment: due_imports(moment).count(),
        run=lambda _actor, _moment: forget_imports(),
    ),
    order=10,
)
retention_rules.register(
    "files.expired",
    RetentionRule(
        title=_("Exports and copies"),
        purpose=_("To be fetched by the one who asked"),
        period=after_days(7),
        due=lambda moment: StoredFile.objects.filter(expires_at__lt=moment).count(),
        run=lambda _actor, _moment: delete_expired(),
    ),
    order=20,
)
_plain(
    "outbox.returned", InboundMessage, "received_at", RETURNED_DAYS,
    title=_("Messages that came back"), purpose=_("To notice when an address no longer works"),
    kind__in=[kind for kind in InboundKind if kind not in FOR_PEOPLE],
)  # fmt: skip
_plain(
    "outbox.answers", InboundMessage, "received_at", ANSWER_DAYS,
    title=_("What people wrote back"), purpose=_("To answer them and to know what they wished"),
    kind__in=FOR_PEOPLE,
)  # fmt: skip
retention_rules.register(
    "outbox.singles",
    RetentionRule(
        title=_("Notices, log-in mails and codes, and where they went"),
        purpose=_("To say whether a notice was sent"),
        period=after_days(SINGLE_DAYS),
        due=lambda moment: due_singles(moment, SINGLE_DAYS),
        run=lambda _actor, moment: forget_singles(moment, SINGLE_DAYS),
    ),
)
retention_rules.register(
    "outbox.deliveries",
    RetentionRule(
        title=_("Addresses, names and personal words of old sendings"),
        purpose=_("To say where a message went, and to follow up what came back"),
        period=after_days(settings.OUTBOX_KEEP_DAYS),
        due=due_deliveries,
        run=lambda _actor, moment: forget_deliveries(moment),
    ),
)
_plain(
    "jobs.progress", Progress, "finished_at", PROGRESS_DAYS,
    title=_("Finished background work"), purpose=_("To find its result again"),
)  # fmt: skip
_over, _end = older_than(Session, "expire_date", 0)
retention_rules.register(
    "sessions.over",
    RetentionRule(
        title=_("Sign-ins that are over"),
        purpose=_("To stay signed in"),
        period=lambda: gettext("until they end"),
        due=_over,
        run=_end,
    ),
)
retention_rules.register(
    "audit.trail",
    RetentionRule(
        title=_("Audit trail"),
        purpose=_("So that misuse can be found"),
        period=after_days(settings.AUDIT_KEEP_DAYS),
        due=lambda moment: _old_entries(moment).count(),
        run=lambda _actor, moment: int(_old_entries(moment).delete()[0]),
        ground=_("At least six months by the Cybersecurity Law; records of sharing three years"),
    ),
    order=200,
)


def _old_entries(moment: datetime) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(at__lt=moment - timedelta(days=settings.AUDIT_KEEP_DAYS))
