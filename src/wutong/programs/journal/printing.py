"""The issue as a PDF for the printer, set from its articles."""

from __future__ import annotations

import io
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.platform.documents.public import typeset
from wutong.platform.files.public import open_stored, store
from wutong.programs.journal.enums import CreditRole
from wutong.programs.journal.errors import NothingInItError
from wutong.programs.journal.laying import lay_out
from wutong.programs.journal.models import Issue, pieces_of
from wutong.programs.journal.selectors import articles_of
from wutong.programs.journal.site.addresses import AREA
from wutong.ui.design.typography import as_day
from wutong.ui.site.public import content_changed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wutong.kernel.actors import Actor
    from wutong.platform.files.models import StoredFile
    from wutong.programs.journal.models import ArticlePicture

NAMES = 40
"""Contributors named in the imprint."""


def paragraphs(text: str) -> list[str]:
    """One paragraph a line; headings keep their ``#``."""
    return [f"# {words}" if heading else words for heading, words in pieces_of(text)]


def issue_data(issue: Issue) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What the template needs, and the pictures it names."""
    pictures: dict[str, bytes] = {}

    def picture(stored: StoredFile | None, name: str) -> str:
        if stored is None:
            return ""
        name = f"{name}.{'png' if stored.content_type == 'image/png' else 'jpg'}"
        with open_stored(stored) as held:
            pictures[name] = held.read()
        return name

    articles: list[Any] = list(articles_of(issue))
    made = [_article(one, picture) for one in articles]
    data = {
        "title": issue.title_zh,
        "title_en": issue.title_en,
        "place": issue.place,
        "number": issue.number,
        "body": issue.legal_body.name_zh,
        "internal": issue.internal,
        "note": _("Internal matter, free of charge") if issue.internal else "",
        "permit": issue.permit_number if issue.internal else "",
        "cover": picture(issue.cover, "cover"),
        "foreword": paragraphs(issue.foreword_zh),
        "articles": made,
        "imprint": _imprint(issue, articles),
        "words": {
            "contents": _("Contents"),
            "contents_en": "CONTENTS",
            "foreword": _("Foreword"),
        },
    }
    return data, pictures


def _article(one: Any, picture: Callable[[StoredFile | None, str], str]) -> dict[str, Any]:
    """One article with its pictures where they stand."""
    layout = lay_out(one.text_zh, one.shown, led=one.picture_id is not None)

    def figure(row: ArticlePicture) -> dict[str, str]:
        name = picture(row.stored, f"story-{row.pk}")
        maker = (
            pgettext("picture", "Picture: %(name)s") % {"name": row.credit} if row.credit else ""
        )
        return {"name": name, "alt": row.alt, "caption": row.caption, "credit": maker}

    lead = {
        "name": picture(one.picture, f"article-{one.pk}"),
        "alt": "",
        "caption": "",
        "credit": "",
    }
    return {
        "title": one.title_zh,
        "column": one.column_zh,
        "by": "、".join(c.name for c in one.makers if c.role == CreditRole.AUTHOR),
        "credit": one.made_by,
        "lead": figure(layout.lead) if layout.lead else lead,
        "pieces": [
            {
                "kind": "picture" if piece.picture else "heading" if piece.heading else "words",
                "words": piece.words,
                "figure": figure(piece.picture) if piece.picture else None,
            }
            for piece in layout.pieces
        ],
    }


def _imprint(issue: Issue, articles: Iterable[Any]) -> list[tuple[str, str]]:
    names: dict[str, dict[str, None]] = {}
    for one in articles:
        for credit in one.makers:
            names.setdefault(credit.role, {})[credit.name] = None
    lines = [(pgettext("imprint", "Issued by"), issue.legal_body.name_zh)]
    if issue.published_on:
        lines.append((_("Date"), as_day(issue.published_on)))
    if issue.print_run:
        lines.append((_("Print run"), f"{issue.print_run:,}"))
    for role in CreditRole:
        people = list(names.get(role, ()))
        if people:
            lines.append((str(role.label), "、".join(people[:NAMES])))
    if issue.legal_body.contact:
        lines.append((pgettext("imprint", "Contact"), issue.legal_body.contact))
    return lines


def set_issue(issue: Issue) -> bytes:
    """The PDF; raises ``NothingInItError`` for an issue without a text."""
    with override("zh-hans"):
        data, pictures = issue_data(issue)
    if not any(one["pieces"] for one in data["articles"]):
        raise NothingInItError
    template = files("wutong.programs.journal").joinpath("typst/issue.typ").read_text("utf-8")
    return typeset(template, data, pictures=pictures)


def make_paper(*, actor: Actor, issue: Issue) -> Issue:
    """Set the issue and keep it as its PDF."""
    made = set_issue(issue)
    issue.paper = store(
        io.BytesIO(made), owner=actor, kind="journal", name=f"{issue.title_zh}-{issue.number}.pdf"
    )
    issue.paper_set_at = clock.now()
    Issue.objects.filter(pk=issue.pk).update(paper=issue.paper, paper_set_at=issue.paper_set_at)
    record(
        actor=actor, verb="journal.paper_set", subject=issue.ref, subject_label=issue.label,
        data={"bytes": len(made)}, body=issue.legal_body_id,
    )  # fmt: skip
    content_changed(AREA, issue.ref)
    return issue
