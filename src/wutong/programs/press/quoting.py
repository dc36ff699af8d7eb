"""Quotations: what may be quoted where, and words found in texts without a permission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.core.reference.enums import Grade
from wutong.engines.wording.public import Finding, FindingKind
from wutong.kernel.clock import today
from wutong.programs.press.enums import HonourKind, Permission, QuoteScope
from wutong.programs.press.models import Honour, QuotationUse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.db.models import QuerySet

    from wutong.engines.wording.public import Checkable, Passage

WIDTH = [scope.value for scope in QuoteScope]
SHORTEST = 8  # characters of a quotation that are looked for: fewer are anybody's words


@dataclass(frozen=True)
class Quotation:
    """Words with their source; ``allowed`` whether they may be quoted as far as was asked."""

    honour_id: int
    ref: str
    words: str
    language: str
    translation: str
    name: str
    office: str
    said_on: date
    occasion: str
    allowed: bool
    url: str


def may_quote(honour: Honour, scope: str, on: date | None = None) -> bool:
    """Whether a permission given covers a scope on a day."""
    if honour.permission != Permission.GRANTED or not honour.scope:
        return False
    if honour.permitted_until is not None and honour.permitted_until < (on or today()):
        return False
    return WIDTH.index(honour.scope) >= WIDTH.index(scope)


def public_quotations(on: date | None = None) -> QuerySet[Honour]:
    """What everybody may be shown on a day: permission for everywhere, not expired, and said by
    nobody whose record is sensitive.
    """
    day = on or today()
    return (
        Honour.objects.filter(permission=Permission.GRANTED, scope=QuoteScope.PUBLIC)
        .filter(Q(permitted_until__isnull=True) | Q(permitted_until__gte=day))
        .filter(Q(person__isnull=True) | Q(person__grade__lt=Grade.SENSITIVE))
        .exclude(kind=HonourKind.AWARD)
        .order_by("order", "-said_on", "-pk")
    )


def quotation(honour_id: int, scope: str = QuoteScope.PUBLIC) -> Quotation | None:
    """One quotation for a page of another room; None where it is no longer on record."""
    honour = Honour.objects.filter(pk=honour_id).first()
    return as_quotation(honour, scope) if honour else None


def as_quotation(honour: Honour, scope: str) -> Quotation:
    """As other rooms get it."""
    return Quotation(
        honour_id=honour.pk, ref=honour.ref, words=honour.words, language=honour.language,
        translation=honour.words_other, name=honour.name, office=honour.office,
        said_on=honour.said_on, occasion=honour.occasion, allowed=may_quote(honour, scope),
        url=reverse("office:press-honour", args=[honour.pk]),
    )  # fmt: skip


def unquotable(passage: Passage, text: Checkable) -> Iterator[Finding]:
    """For the check of wording: exact words of somebody that stand in a text without permission.

    The words are looked for as the lists are: width, gaps and traditional characters do not
    matter.
    """
    scope = QuoteScope.PUBLIC if text.public else QuoteScope.ALUMNI
    for honour in Honour.objects.exclude(kind=HonourKind.AWARD).order_by("pk"):
        for words in (honour.words, honour.words_other):
            if len(words.strip()) < SHORTEST or may_quote(honour, scope, text.on):
                continue
            place = passage.find(words)
            if place is not None:
                start, end = place
                yield Finding(
                    FindingKind.QUOTATION, start, end, passage.text[start:end], "quotation",
                    {"name": honour.name, "words": words[:40], "permission": standing(honour)},
                )  # fmt: skip


def standing(honour: Honour) -> str:
    """The permission in words."""
    label = str(Permission(honour.permission).label)
    if honour.permission != Permission.GRANTED:
        return label
    parts = [str(QuoteScope(honour.scope).label)]
    if honour.permitted_until:
        parts.append(_("until %(day)s") % {"day": honour.permitted_until.isoformat()})
    return f"{label}: {', '.join(parts)}"


def uses_without_permission() -> QuerySet[QuotationUse]:
    """Words that stand somewhere though they may not, or no longer."""
    day = today()
    rows = QuotationUse.objects.filter(ended_on__isnull=True)
    covered = Q(honour__permission=Permission.GRANTED) & (
        Q(honour__permitted_until__isnull=True) | Q(honour__permitted_until__gte=day)
    )
    wide = Q()
    for at, scope in enumerate(WIDTH):
        wide |= Q(scope=scope, honour__scope__in=WIDTH[at:])
    return rows.exclude(covered & wide)
