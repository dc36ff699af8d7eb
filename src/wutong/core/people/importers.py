"""The register importer as `platform.tabular` knows it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wutong.core.people.importing.checker import RegisterChecker
from wutong.core.people.importing.fields import FIELDS
from wutong.core.people.importing.publishing import publish_register
from wutong.core.people.importing.restaging import restage_rows
from wutong.core.people.importing.samples import sample_people
from wutong.core.people.importing.undoing import preview_undo, undo_register
from wutong.core.people.models import (
    Person,
    RegisterClass,
    RegisterContact,
    RegisterDocument,
    RegisterRow,
)
from wutong.core.people.rules import SENSITIVE
from wutong.core.people.selectors.cards import people_labels
from wutong.core.people.tasks import match_import
from wutong.core.reference.enums import Grade
from wutong.kernel.clock import now
from wutong.platform.access.public import can
from wutong.platform.jobs.public import defer

if TYPE_CHECKING:
    from collections.abc import Collection

    from wutong.platform.accounts.models import User
    from wutong.platform.tabular.models import ImportBatch
    from wutong.platform.tabular.registry import Checker, Report, RowVerdict, UndoPreview

SETTLE = timedelta(minutes=3)
"""Who takes an import back at once must not wait for the search, nor search for what is gone."""

KEY = "people.register"
IMPORT = "people.register.import"


class RegisterImporter:
    """Students and alumni from the registrar's file: people, studies, contact points, work."""

    label = _("Register of students or alumni")
    description = _(
        "One row per person and study, from the registrar, a college or a class. Known people are"
        " recognised; what is new is added and what differs is changed."
    )
    permission = IMPORT
    fields = FIELDS
    needs = (("student_no", "birth_date", "unit", "phone", "email"),)

    def sample(self) -> list[dict[str, str]]:
        return sample_people()

    def checker(self, batch: ImportBatch, *, epoch_1904: bool) -> Checker:
        return RegisterChecker(batch, epoch_1904=epoch_1904, cleared=self._cleared(batch))

    def _cleared(self, batch: ImportBatch) -> bool:
        return batch.owner is not None and can(batch.owner, SENSITIVE)

    def publish(self, batch: ImportBatch, report: Report) -> dict[str, int]:
        counts = publish_register(batch, report)
        defer(match_import, batch_id=str(batch.pk), lane="bulk", at=now() + SETTLE)
        return counts

    def undo(self, batch: ImportBatch, report: Report) -> dict[str, int]:
        return undo_register(batch, report)

    def undo_preview(self, batch: ImportBatch) -> UndoPreview:
        with transaction.atomic():
            return preview_undo(batch)

    def discard(self, batch: ImportBatch) -> None:
        for model in (RegisterContact, RegisterClass, RegisterDocument, RegisterRow):
            model.objects.filter(batch_id=batch.pk)._raw_delete("default")  # noqa: SLF001 -- nothing hangs on staging

    def restage(self, batch: ImportBatch, row_nos: Collection[int]) -> dict[int, RowVerdict]:
        return restage_rows(batch, row_nos, cleared=self._cleared(batch))

    def hidden_from(self, user: User) -> Collection[str]:
        if can(user, SENSITIVE):
            return ()
        hidden = Person.objects.filter(grade__gte=Grade.SENSITIVE).order_by()
        return [f"person:{pk}" for pk in hidden.values_list("pk", flat=True)]

    def labels(self, target_refs: Collection[str]) -> dict[str, str]:
        labels = people_labels(int(ref.partition(":")[2]) for ref in target_refs)
        return {f"person:{pk}": label for pk, label in labels.items()}

    def target_url(self, target_ref: str) -> tuple[str, list[Any]] | None:
        kind, _colon, number = target_ref.partition(":")
        return ("office:people-detail", [int(number)]) if kind == "person" else None
