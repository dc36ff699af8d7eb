"""The life of an issue: made, published, taken back; what is in it."""

from __future__ import annotations

import re
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, cast

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from wutong.kernel import clock
from wutong.kernel.errors import ConflictError
from wutong.platform.audit.public import record
from wutong.platform.files.public import FileRefusedError, Readable, scan_suffix, store
from wutong.programs.journal.enums import CreditRole, IssueState
from wutong.programs.journal.errors import JournalError, NothingInItError
from wutong.programs.journal.models import Article, Credit, Issue
from wutong.programs.journal.site.addresses import AREA
from wutong.ui.site.public import content_changed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.core.files.uploadedfile import UploadedFile

    from wutong.core.people.models import Person
    from wutong.kernel.actors import Actor
    from wutong.platform.files.models import StoredFile

WRITTEN = (
    "number", "year", "number_in_year", "title_zh", "title_en", "legal_body", "internal",
    "permit_number", "print_run", "foreword_zh", "foreword_en", "openness", "print_rule",
    "segment", "order", "copies_each",
)  # fmt: skip
LARGEST_PAPER = 60 * 1024 * 1024
LARGEST_COVER = 5 * 1024 * 1024
COVERS = ("jpg", "png")
COVER_SIZE = (1050, 1425)
PRINT_SIZE = (2000, 2000)
_BETWEEN = re.compile(r"[、,，;；\n]+")


def check_file(file: UploadedFile[bytes], *, cover: bool) -> str:
    """The true suffix of a cover (JPEG, PNG) or of the PDF of an issue; raises
    ``FileRefusedError`` with what is wrong and what to do.
    """
    largest = LARGEST_COVER if cover else LARGEST_PAPER
    if not file.size:
        raise FileRefusedError(_("This file is empty."))
    if file.size > largest:
        words = (
            _("A cover may have at most %(limit)s MB; this one has %(size)s MB.")
            if cover
            else _("The PDF may have at most %(limit)s MB; this one has %(size)s MB. Save it"
                   " with smaller pictures.")
        )  # fmt: skip
        mega = 1024 * 1024
        raise FileRefusedError(
            words % {"limit": largest // mega, "size": f"{file.size / mega:.1f}"}
        )
    file.seek(0)
    suffix = scan_suffix(file.read(8))
    file.seek(0)
    if cover and suffix not in COVERS:
        raise FileRefusedError(_("The cover is a picture: a JPEG or a PNG."))
    if not cover and suffix != "pdf":
        raise FileRefusedError(_("The whole issue is handed in as a PDF."))
    return suffix


@transaction.atomic
def save_issue(
    *,
    actor: Actor,
    values: Mapping[str, Any],
    issue: Issue | None = None,
    version: int | None = None,
    cover: UploadedFile[bytes] | None = None,
    paper: UploadedFile[bytes] | None = None,
) -> Issue:
    """Write an issue, new or changed. Raises ``JournalError`` for a number that is taken,
    ``ConflictError`` when somebody else saved meanwhile, ``FileRefusedError``.
    """
    now = clock.now()
    if issue is None:
        issue = Issue(created_at=now, version=0)
    else:
        issue = Issue.objects.select_for_update().get(pk=issue.pk)
        if version is not None and version != issue.version:
            raise ConflictError(
                _("Somebody else changed this issue in the meantime. Please look again.")
            )
    for name in WRITTEN:
        if name in values:
            setattr(issue, name, values[name])
    if Issue.objects.filter(number=issue.number).exclude(pk=issue.pk).exists():
        raise JournalError(
            _("There is an issue number %(number)s already.") % {"number": issue.number}
        )
    if cover is not None:
        issue.cover = _kept(actor, cover, issue, cover=True)
    if paper is not None:
        issue.paper = _kept(actor, paper, issue, cover=False)
        issue.paper_set_at = None
    issue.version += 1
    issue.updated_at = now
    if issue.posted_on is None:
        issue.counts = issue.counted_at = None
    issue.save()
    _note(actor, issue, "journal.saved", version=issue.version)
    return issue


def _kept(actor: Actor, file: UploadedFile[bytes], issue: Issue, *, cover: bool) -> StoredFile:
    suffix = check_file(file, cover=cover)
    return store(
        _smaller(file) if cover else file,
        owner=actor,
        kind="journal",
        name=f"{issue.title_zh}-{issue.number}{'-cover.jpg' if cover else f'.{suffix}'}",
    )


def keep_picture(actor: Actor, file: Readable, name: str) -> StoredFile:
    """A picture of an article, large enough for print; raises ``FileRefusedError``."""
    return store(_smaller(file, PRINT_SIZE), owner=actor, kind="journal", name=name)


def _smaller(file: Readable, size: tuple[int, int] = COVER_SIZE) -> BytesIO:
    """A picture as phones load it quickly: a JPEG of limited width, without what cameras note."""
    try:
        with Image.open(cast("IO[bytes]", file)) as picture:
            picture.thumbnail(size)
            made = BytesIO()
            picture.convert("RGB").save(made, "JPEG", quality=85, progressive=True)
    except (OSError, Image.DecompressionBombError) as error:
        raise FileRefusedError(_("This picture cannot be opened.")) from error
    made.seek(0)
    return made


def title_doubt(issue: Issue) -> str:
    """Internal matter may not call itself a paper or a magazine; "" where it does not."""
    if not issue.internal:
        return ""
    found = [word for word in ("杂志", "期刊", "报", "刊") if word in issue.title_zh]
    if not found:
        return ""
    return _(
        "The title contains “%(word)s”. Internal matter may not appear under the name of a"
        " newspaper or periodical: please ask the press office."
    ) % {"word": found[0]}


@transaction.atomic
def publish_issue(*, actor: Actor, issue: Issue, on: date | None = None) -> Issue:
    """Readers see it from now on. Raises ``NothingInItError``."""
    issue = Issue.objects.select_for_update().get(pk=issue.pk)
    if not issue.paper_id and not issue.articles.filter(removed_at=None).exists():
        raise NothingInItError
    issue.state, issue.published_on = IssueState.PUBLISHED, on or clock.today()
    issue.version += 1
    issue.save(update_fields=["state", "published_on", "version"])
    _note(actor, issue, "journal.published", day=issue.published_on.isoformat())
    return issue


@transaction.atomic
def withdraw_issue(*, actor: Actor, issue: Issue) -> Issue:
    """Back to being made, while nobody has been sent a copy."""
    issue = Issue.objects.select_for_update().get(pk=issue.pk)
    if issue.copies.exists():
        raise JournalError(_("Copies have been sent: an issue that readers have stays published."))
    issue.state, issue.published_on = IssueState.DRAFT, None
    issue.version += 1
    issue.save(update_fields=["state", "published_on", "version"])
    _note(actor, issue, "journal.withdrawn")
    return issue


@transaction.atomic
def save_article(
    *,
    actor: Actor,
    issue: Issue,
    values: Mapping[str, Any],
    makers: Mapping[CreditRole, str],
    article: Article | None = None,
    picture: UploadedFile[bytes] | None = None,
) -> Article:
    """Write an article with who made it: names parted by 、 or a comma. A name that stays keeps
    the person it was tied to. Raises ``FileRefusedError`` for the picture.
    """
    article = article or Article(issue=issue)
    for name, value in values.items():
        setattr(article, name, value)
    if picture is not None:
        check_file(picture, cover=True)
        article.picture = keep_picture(
            actor, picture, f"{issue.title_zh}-{issue.number}-picture.jpg"
        )
    article.changed_at = clock.now()
    article.save()
    tied = {(one.role, one.name): one.person_id for one in article.credits.all()}
    article.credits.all().delete()
    Credit.objects.bulk_create(
        Credit(article=article, role=role, name=name, person_id=tied.get((role, name)))
        for role, text in makers.items()
        for name in dict.fromkeys(part.strip()[:120] for part in _BETWEEN.split(text))
        if name
    )
    _note(actor, issue, "journal.article_saved", article=article.title_zh)
    return article


@transaction.atomic
def remove_article(*, actor: Actor, article: Article) -> None:
    """Take it out; it can be put back."""
    article.removed_at = article.changed_at = clock.now()
    article.save(update_fields=["removed_at", "changed_at"])
    _note(actor, article.issue, "journal.article_removed", article=article.title_zh)


@transaction.atomic
def restore_article(*, actor: Actor, article: Article) -> None:
    """Put it back."""
    article.removed_at, article.changed_at = None, clock.now()
    article.save(update_fields=["removed_at", "changed_at"])
    _note(actor, article.issue, "journal.article_restored", article=article.title_zh)


@transaction.atomic
def tie_credit(*, actor: Actor, credit: Credit, person: Person | None) -> None:
    """Say who is meant by a printed name; None unties it."""
    credit.person = person
    credit.save(update_fields=["person"])
    _note(
        actor,
        credit.article.issue,
        "journal.credit_tied" if person else "journal.credit_untied",
        name=credit.name,
        person=person.pk if person else None,
    )


def _note(actor: Actor, issue: Issue, verb: str, **data: object) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=issue.ref,
        subject_label=issue.label,
        data=data,
        body=issue.legal_body_id,
    )
    content_changed(AREA, issue.ref)
