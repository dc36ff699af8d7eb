"""Closing a year: store value, definition version and row digest of every figure.

One person prepares, another closes (``SamePersonError`` otherwise). A closed year is printed as
stored; today's recalculation stands beside it with the reason for a difference. A stored value
changes only by ``restate_figure``, with a reason, and the old one is kept.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wutong.kernel import clock
from wutong.platform.access.public import Scopes
from wutong.platform.audit.public import record as audit

from .engine import read_figures
from .errors import (
    AlreadyClosedError,
    FiguresChangedError,
    ReasonMissingError,
    SamePersonError,
    YearNotOverError,
)
from .models import ClosedFigure, Closing, ClosingState, Restatement
from .periods import Period
from .registry import Figure, Reason, figures, sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.kernel.actors import Actor

OFFICIAL = Scopes(everything=True, cleared=True)


def official(scopes: Scopes) -> bool:
    """Whether somebody sees what a closed year counts: the whole university, nothing hidden."""
    return scopes.everything and scopes.cleared


def _decimal(value: int | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _count(year: int) -> list[ClosedFigure]:
    period = Period.year(year)
    codes = figures.keys()
    computed = read_figures(codes, [period, period.earlier()], OFFICIAL, refresh=True)
    counted = []
    for code, figure in figures.items():
        reading = computed.readings[code, period]
        rows, digest = 0, ""
        if isinstance(figure, Figure):
            drilldown = figure.rows(period, OFFICIAL)
            rows, digest = drilldown.count(), drilldown.digest()
        counted.append(
            ClosedFigure(
                code=code,
                definition_version=figure.version,
                value=_decimal(reading.value),
                compared=_decimal(computed.readings[code, period.earlier()].value),
                rows=rows,
                rows_digest=digest,
                grades=dict(reading.grades),
            )
        )
    return counted


def _seal(counted: list[ClosedFigure]) -> str:
    lines = (
        f"{item.code}|{item.definition_version}|{_plain(item.value)}|{item.rows}|{item.rows_digest}"
        for item in sorted(counted, key=lambda item: item.code)
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.4f}"


def prepare_closing(*, actor: Actor, year: int, comment: str = "") -> Closing:
    """Count the whole year for a second person to close. The year must be over."""
    if Period.year(year).end >= clock.today():
        raise YearNotOverError(_("A year is closed after its last day."))
    if actor.user_id is None:
        raise SamePersonError(_("A year is closed by people."))
    with transaction.atomic():
        if Closing.objects.filter(year=year).exclude(state=ClosingState.WITHDRAWN).exists():
            raise AlreadyClosedError(_("This year is closed already, or waits to be."))
        counted = _count(year)
        closing = Closing.objects.create(
            year=year,
            state=ClosingState.PREPARED,
            as_of=clock.today(),
            prepared_by_id=actor.user_id,
            prepared_at=clock.now(),
            seal=_seal(counted),
            comment=comment,
        )
        for item in counted:
            item.closing = closing
        ClosedFigure.objects.bulk_create(counted)
        audit(
            actor=actor,
            verb="year.prepared",
            subject=f"closing:{closing.pk}",
            subject_label=str(year),
            data={"seal": closing.seal},
        )
    return closing


def close_year(*, actor: Actor, closing_id: int) -> Closing:
    """The second person closes what the first prepared, if it still counts the same."""
    with transaction.atomic():
        closing = Closing.objects.select_for_update().get(pk=closing_id)
        if closing.state != ClosingState.PREPARED:
            raise AlreadyClosedError(_("This year no longer waits to be closed."))
        if actor.user_id is None or actor.user_id == closing.prepared_by_id:
            raise SamePersonError(
                _("A second person closes the year, not the one who prepared it.")
            )
        if _seal(_count(closing.year)) != closing.seal:
            raise FiguresChangedError(
                _("The figures have changed since they were prepared. Withdraw and prepare again.")
            )
        closing.state = ClosingState.CLOSED
        closing.closed_by_id = actor.user_id
        closing.closed_at = clock.now()
        closing.save(update_fields=["state", "closed_by", "closed_at"])
        audit(
            actor=actor,
            verb="year.closed",
            subject=f"closing:{closing.pk}",
            subject_label=str(closing.year),
            data={"seal": closing.seal},
        )
    return closing


def withdraw_closing(*, actor: Actor, closing_id: int) -> None:
    """Take back a closing that still waits for the second person."""
    with transaction.atomic():
        closing = Closing.objects.select_for_update().get(pk=closing_id)
        if closing.state != ClosingState.PREPARED:
            raise AlreadyClosedError(_("This year no longer waits to be closed."))
        closing.state = ClosingState.WITHDRAWN
        closing.save(update_fields=["state"])
        audit(
            actor=actor,
            verb="year.withdrawn",
            subject=f"closing:{closing.pk}",
            subject_label=str(closing.year),
        )


def restate_figure(*, actor: Actor, closed_figure_id: int, reason: str) -> Restatement:
    """Replace a stored value by today's; the old value, who and why are kept and printed."""
    if not reason.strip():
        raise ReasonMissingError(_("Say why the closed figure is restated."))
    if actor.user_id is None:
        raise SamePersonError(_("A closed figure is restated by people."))
    with transaction.atomic():
        stored = (
            ClosedFigure.objects.select_for_update()
            .select_related("closing")
            .get(pk=closed_figure_id, closing__state=ClosingState.CLOSED)
        )
        counted = {item.code: item for item in _count(stored.closing.year)}[stored.code]
        restatement = Restatement.objects.create(
            figure=stored,
            old_value=stored.value,
            old_definition_version=stored.definition_version,
            old_rows_digest=stored.rows_digest,
            new_value=counted.value,
            reason=reason.strip(),
            restated_by_id=actor.user_id,
            restated_at=clock.now(),
        )
        stored.value = counted.value
        stored.compared = counted.compared
        stored.definition_version = counted.definition_version
        stored.rows = counted.rows
        stored.rows_digest = counted.rows_digest
        stored.grades = counted.grades
        stored.save()
        audit(
            actor=actor,
            verb="year.restated",
            subject=f"closing:{stored.closing_id}",
            subject_label=f"{stored.closing.year} {stored.code}",
            data={
                "from": _plain(restatement.old_value),
                "to": _plain(restatement.new_value),
                "reason": reason.strip(),
            },
        )
    return restatement


@dataclass(frozen=True)
class Standing:
    """A closed figure beside today's recalculation."""

    stored: ClosedFigure
    today: Decimal | None
    reasons: tuple[Reason, ...] = field(default=())

    @property
    def differs(self) -> bool:
        """Whether today's count gives another value."""
        return self.stored.value != self.today


def closing_of(year: int) -> Closing | None:
    """The closing of a year that stands or waits."""
    return (
        Closing.objects.filter(year=year, state__in=[ClosingState.PREPARED, ClosingState.CLOSED])
        .select_related("prepared_by", "closed_by")
        .first()
    )


def standing_figures(
    closing: Closing, today: Mapping[str, int | Decimal | None]
) -> dict[str, Standing]:
    """Every stored figure of a closed year with today's value and why it differs."""
    result = {}
    stored_figures = closing.figures.prefetch_related("restatements__restated_by")
    for stored in stored_figures:
        value = _decimal(today.get(stored.code))
        reasons = _reasons(closing, stored) if stored.value != value else ()
        result[stored.code] = Standing(stored, value, reasons)
    return result


def _reasons(closing: Closing, stored: ClosedFigure) -> tuple[Reason, ...]:
    figure = figures.find(stored.code)
    if figure is None:
        return (Reason(_("the figure is no longer kept")),)
    reasons: list[Reason] = []
    if figure.version != stored.definition_version:
        reasons.append(Reason(_("the definition has changed")))
    if isinstance(figure, Figure):
        source = sources.get(figure.source)
        if source.changes_since is not None:
            last = stored.restatements.last()
            moment = last.restated_at if last else closing.prepared_at
            reasons += source.changes_since(Period.year(closing.year), moment)
    else:
        reasons.append(Reason(_("a figure it is made of has changed")))
    if not reasons:
        reasons.append(Reason(_("records were merged, erased or regraded")))
    return tuple(reasons)
