"""Formal letters that were sent, by kind; and those of the relief work."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from wutong.core.figures.public import (
    Column,
    DataSource,
    DerivedFigure,
    DrillDown,
    Figure,
    Rule,
    Unit,
    figures,
    sources,
)
from wutong.core.reference.enums import Population, SourceGrade
from wutong.platform.access.registry import scopers
from wutong.programs.correspondence.enums import LetterKind, Theme
from wutong.programs.correspondence.models import FormalLetter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrPromise

    from wutong.core.figures.public import Period
    from wutong.platform.access.public import Scopes

SOURCE = "correspondence"
SENT = "letters.sent"
ANSWERED = "letters.answered_share"
WITH_ANSWER = "letters.answered"
TO_WHOM = tuple(Population)


def letter_rows(
    period: Period,
    scopes: Scopes,
    *,
    kinds: Sequence[str] = (),
    theme: str = "",
    answered: bool = False,
) -> DrillDown:
    """One row a letter that left within ``period`` and is not void."""
    rows = scopers.get(FormalLetter._meta.label)(scopes, "view").order_by()
    rows = rows.filter(sent_on__gte=period.start, sent_on__lte=period.end).exclude(state="void")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if theme:
        rows = rows.filter(theme=theme)
    if answered:
        rows = rows.filter(answered_on__isnull=False)
    return DrillDown(
        queryset=rows.values(
            "id", "number_text", "kind", "addressee", "sent_on", "answered_on",
            "person_id", body_name=F("legal_body__name_zh"),
        ),
        keys=("id",),
        order=("-sent_on", "-id"),
        columns=(
            Column("number_text", _("Number")),
            Column("kind", _("Kind"), show=lambda value: LetterKind(value).label),
            Column(
                "addressee", _("Addressee"), opens=("person", "person_id"),
                blank=_("Erased person"),
            ),
            Column("body_name", _("In the name of")),
            Column("sent_on", _("Sent on")),
            Column("answered_on", _("Answered on")),
        ),
    )  # fmt: skip


def _add(
    code: str,
    title: _StrPromise,
    definition: _StrPromise,
    order: int,
    within: str = "",
    **what: object,
) -> None:
    figures.add(
        Figure(
            code=code,
            title=title,
            definition=definition,
            unit=Unit.LETTER,
            rule=Rule.OBJECTS,
            section="alumni",
            source=SOURCE,
            rows=partial(letter_rows, **what),  # type: ignore[arg-type]
            source_grade=SourceGrade.A,
            populations=TO_WHOM,
            within=within,
        ),
        order=order,
    )


sources.register(SOURCE, DataSource(SOURCE, _("Formal letters")))
_add(
    SENT,
    _("Formal letters sent"),
    _(
        "Numbered and sealed letters of the three legal bodies that were sent in the period by"
        " e-mail, post or hand; void ones do not count."
    ),
    60,
)
_add(
    WITH_ANSWER,
    _("Formal letters answered"),
    _("Of the formal letters sent in the period those whose answer is on record."),
    61,
    within=SENT,
    answered=True,
)
for _place, (_kind, _title) in enumerate(
    (
        (LetterKind.CONGRATULATION, _("Letters of congratulation")),
        (LetterKind.CONDOLENCE, _("Letters of condolence")),
        (LetterKind.CONSOLATION, _("Letters of sympathy")),
        (LetterKind.THANKS, _("Letters of thanks")),
        (LetterKind.INVITATION, _("Letters of invitation")),
    )
):
    _add(
        f"letters.{_kind.value}",
        _title,
        _("Formal letters of this kind sent in the period, as in “Formal letters sent”."),
        62 + _place,
        within=SENT,
        kinds=(_kind.value,),
    )
_add(
    "letters.relief_sympathy",
    _("Letters of sympathy of the relief work"),
    _("Letters of sympathy sent in the period whose theme is the relief work."),
    67,
    within="letters.consolation",
    kinds=(LetterKind.CONSOLATION.value,),
    theme=Theme.RELIEF.value,
)
_add(
    "letters.relief_thanks",
    _("Letters of thanks of the relief work"),
    _("Letters of thanks sent in the period whose theme is the relief work."),
    68,
    within="letters.thanks",
    kinds=(LetterKind.THANKS.value,),
    theme=Theme.RELIEF.value,
)
figures.add(
    DerivedFigure(
        code=ANSWERED,
        title=_("Share of formal letters answered"),
        definition=_("Formal letters answered, of the formal letters sent in the period."),
        rule=Rule.RATIO,
        section="alumni",
        of=(WITH_ANSWER, SENT),
        populations=TO_WHOM,
    ),
    order=69,
)
