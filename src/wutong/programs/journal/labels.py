"""Postal labels as PDF, on sheets that are sold everywhere."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import timedelta
from importlib.resources import files
from itertools import islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_STORED, ZipFile

import segno
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from wutong.core.consent.public import Channel
from wutong.core.people.models import ContactPoint
from wutong.core.people.public import visible_people
from wutong.core.reference.enums import Grade
from wutong.kernel.actors import Actor
from wutong.platform.access.public import can
from wutong.platform.audit.public import record
from wutong.platform.documents.public import Typesetter
from wutong.platform.files.public import store
from wutong.platform.jobs.public import advance, fail, finish
from wutong.programs.journal import rules
from wutong.programs.journal.enums import CopyState
from wutong.programs.journal.models import Copy, Issue
from wutong.programs.journal.postal import copy_code, split_postcode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User

KEPT = timedelta(days=7)
PART = 600
"""Labels in one PDF; more are several files in one archive."""


@dataclass(frozen=True)
class Sheet:
    """A sheet of labels on A4, in millimetres."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap: float

    @property
    def places(self) -> int:
        """Labels on a sheet."""
        return self.columns * self.rows


SHEETS: dict[str, tuple[_StrOrPromise, Sheet]] = {
    "3x8": (gettext_lazy("24 a sheet, 70 × 37 mm"), Sheet(3, 8, 70, 37, 0, 0.5, 0)),
    "3x7": (gettext_lazy("21 a sheet, 63.5 × 38.1 mm"), Sheet(3, 7, 63.5, 38.1, 7.2, 15.15, 2.5)),
    "2x7": (gettext_lazy("14 a sheet, 99.1 × 38.1 mm"), Sheet(2, 7, 99.1, 38.1, 4.65, 15.15, 2.5)),
    "2x4": (gettext_lazy("8 a sheet, 99.1 × 67.7 mm"), Sheet(2, 4, 99.1, 67.7, 4.65, 13.1, 2.5)),
}


@dataclass(frozen=True)
class Addressee:
    """Somebody to whom a copy is posted."""

    person_id: int
    name: str
    postcode: str
    address: str
    code: str

    @property
    def line(self) -> str:
        """How the post names them."""
        return f"{self.name} 校友 收"


def addressees_of(issue: Issue, user: User) -> Iterator[Addressee]:
    """The fixed postal list in the order of addresses, so that towns lie together; whoever died,
    was merged or graded sensitive since, or whose address was found doubtful, is left out.
    """
    for person_id, name, value in _points(issue, user).values_list(
        "person_id", "person__name", "value"
    ).iterator(chunk_size=5_000):  # fmt: skip
        place = split_postcode(value)
        yield Addressee(
            person_id, name, place.postcode, place.lines, copy_code(issue.number, person_id)
        )


def count_addressees(issue: Issue, user: User) -> int:
    """How many labels that makes."""
    number: int = _points(issue, user).count()
    return number


def _points(issue: Issue, user: User) -> Any:
    copies = Copy.objects.filter(
        issue=issue, channel=Channel.POST, state=CopyState.SENT, contact_id__isnull=False
    )
    people = visible_people(user).filter(
        deceased=False, merged_into__isnull=True, grade__lt=Grade.SENSITIVE
    )
    return ContactPoint.objects.filter(
        pk__in=copies.values("contact_id"), status="ok", valid_to__isnull=True,
        person__in=people.values("pk"),
    ).order_by("normalised", "pk")  # fmt: skip


def label_data(one: Addressee) -> dict[str, str]:
    """What the template needs of one label."""
    square = segno.make(one.code, error="l", mask=1, micro=False, boost_error=False)
    return {
        "postcode": one.postcode,
        "address": one.address,
        "name": one.line,
        "code": one.code,
        "qr": square.svg_inline(border=0, omitsize=True),
    }


def set_labels(
    labels: Iterator[Addressee] | list[Addressee], sheet: Sheet, *, note: str, skip: int = 0
) -> Iterator[tuple[int, bytes]]:
    """PDFs with at most ``PART`` labels each: (labels so far, PDF). The first ``skip`` places of
    the first sheet stay empty: they were used before.
    """
    template = files("wutong.programs.journal").joinpath("typst/labels.typ").read_text("utf-8")
    done, rows = 0, iter(labels)
    with Typesetter(template) as setter:
        while part := list(islice(rows, PART if done else PART - skip)):
            made = setter.set(
                {
                    "sheet": asdict(sheet),
                    "skip": 0 if done else skip,
                    "note": note,
                    "labels": [label_data(one) for one in part],
                }
            )
            setter.forget()
            done += len(part)
            yield done, made


def make_labels(*, progress_id: UUID, user: User, issue_id: int, sheet: str, skip: int) -> None:
    """The labels of an issue as a file that is kept seven days; in a worker."""
    issue = Issue.objects.get(pk=issue_id)
    if not can(user, rules.LABELS):
        fail(progress_id, _("You may no longer take this out."))
        return
    total = count_addressees(issue, user)
    if not total:
        fail(progress_id, _("There is nobody on the postal list whom you may see."))
        return
    advance(progress_id, done=0, total=total)
    with override("zh-hans"):
        note = _("Internal matter, free of charge") if issue.internal else ""
    name = f"{issue.title_zh}-{issue.number}-labels"
    rows = addressees_of(issue, user)
    # A country's labels are a hundred parts: on the disk, not in memory.
    with TemporaryFile() as held:
        many = total > PART - skip
        with ZipFile(held, "w", ZIP_STORED) if many else nullcontext() as archive:
            made = set_labels(rows, SHEETS[sheet][1], note=note, skip=skip)
            for number, (done, part) in enumerate(made, 1):
                if archive is None:
                    held.write(part)
                else:
                    archive.writestr(f"{name}-{number:02d}.pdf", part)
                advance(progress_id, done=done)
        held.seek(0)
        stored = store(
            held,
            owner=Actor.of(user),
            kind="export",
            name=f"{name}.{'zip' if many else 'pdf'}",
            expires_after=KEPT,
            permission=rules.LABELS,
        )
    record(
        actor=Actor.of(user), verb="journal.labels_made", subject=issue.ref,
        subject_label=issue.label, data={"labels": total, "sheet": sheet}, sensitive=True,
    )  # fmt: skip
    finish(
        progress_id,
        message=_("%(number)s labels") % {"number": f"{total:,}"},
        url=f"/office/files/{stored.pk}/",
    )
