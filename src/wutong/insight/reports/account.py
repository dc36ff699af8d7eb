"""The account of a period: one structure that page, PDF, Word and Excel print alike.

Built under ``translation.override(language)``: everything in it is text of one language. The
numbers come from ``core.figures`` set-based and cached; nothing here counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.core.figures.public import (
    AccountTable,
    AnyFigure,
    Computed,
    DerivedFigure,
    Figure,
    Period,
    Rule,
    Unit,
    change_in_words,
    charts,
    closing_of,
    day_in_words,
    figures,
    grouped,
    in_words,
    is_chinese,
    official,
    percent,
    read_figures,
    sections,
    standing_figures,
    tables,
)
from wutong.core.reference.enums import AlumniGroup, Population
from wutong.core.reference.models import AcademicUnit, LegalBody
from wutong.core.reference.public import current_definition
from wutong.kernel import clock

from .charts.plans import plan_chart
from .shapes import (
    Account,
    Cell,
    FigureLine,
    SectionView,
    StandingLine,
    TableLine,
    TableView,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wutong.core.figures.models import Closing
    from wutong.core.figures.public import Standing, TableRow
    from wutong.platform.access.public import Scopes

WINDOWS = 5
HIDDEN_BELOW = 5
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class _Sight:
    """What every part of one account shares."""

    published: bool
    bodies: dict[str, str]


HEADLINE = ("people.on_record", "people.contactable", "engagement.engaged", "engagement.rate")


def windows_of(period: Period) -> list[Period]:
    """The five windows of the sparkline, oldest first; the last but one is the comparison."""
    return period.run(WINDOWS)


def build_account(
    period: Period,
    scopes: Scopes,
    *,
    language: str,
    refresh: bool = False,
    published: bool = False,
) -> Account:
    """The account of ``period`` (its part up to today) within ``scopes``.

    ``refresh`` counts anew. ``published`` hides table cells under five, as documents that leave
    the office do.
    """
    today = clock.today()
    seen = period.until(today)
    windows = windows_of(seen)
    with translation.override(language):
        computed = read_figures(figures.keys(), windows, scopes, breakdowns=tables, refresh=refresh)
        closing = closing_of(seen.start.year) if seen.is_year and official(scopes) else None
        standing = _standing(closing, computed, seen)
        definition = current_definition(seen.end)
        sight = _Sight(published, _bodies())
        built = tuple(
            view
            for code, _section_ in sections.items()
            if (view := _section(code, windows, computed, standing, sight))
        )
        lines = {line.code: line for view in built for line in view.lines}
        return Account(
            title=_("The account of the alumni office"),
            university=_university(language),
            body=sight.bodies.get("department", ""),
            period=seen,
            compared=seen.earlier(),
            label=seen.label,
            compared_label=seen.earlier().label,
            so_far=period.end > today,
            as_of=day_in_words(today),
            as_of_day=today,
            computed_at=computed.computed_at,
            language=language,
            population=_populations((Population.ALUMNUS,)),
            definition=definition.text,
            definition_version=definition.version,
            groups=_join(str(AlumniGroup(group).label) for group in definition.groups),
            scope=_scope_label(scopes),
            whole=scopes.everything,
            notes=_notes(scopes, so_far=period.end > today),
            sections=built,
            headline=tuple(lines[code] for code in HEADLINE if code in lines),
            summary=_summary(lines, seen),
            closing=closing,
            closing_text=_closing_text(closing),
        )


def _summary(lines: dict[str, FigureLine], period: Period) -> tuple[str, ...]:
    """The account in two or three sentences, as one would say them."""
    sentences = []
    known, reached = lines.get("people.on_record"), lines.get("people.contactable")
    if known and reached and known.number:
        sentences.append(
            _("On %(day)s, %(known)s were on record, and %(reached)s of them could be reached.")
            % {
                "day": day_in_words(period.end),
                "known": in_words(int(known.number), pgettext("counted", "alumni")),
                "reached": in_words(int(reached.number or 0), pgettext("counted", "people")),
            }
        )
    engaged, acts = lines.get("engagement.engaged"), lines.get("engagement.acts")
    if engaged and engaged.number:
        change = change_in_words(int(engaged.number), int(engaged.number_before or 0), engaged.unit)
        sentences.append(
            _("In the period, %(engaged)s took part (%(change)s).")
            % {
                "engaged": in_words(int(engaged.number), pgettext("counted", "alumni")),
                "change": change,
            }
        )
    if acts and acts.number:
        sentences.append(
            _("Together they did so %(acts)s.") % {"acts": in_words(int(acts.number), acts.unit)}
        )
    gap = "" if is_chinese() else " "
    return (gap.join(sentences),) if sentences else ()


def _closing_text(closing: Closing | None) -> str:
    if closing is None or closing.closed_at is None or closing.closed_by is None:
        return ""
    return _("Closed on %(day)s by %(closer)s, prepared by %(author)s. Seal %(seal)s.") % {
        "day": day_in_words(closing.closed_at.astimezone(clock.CAMPUS).date()),
        "closer": closing.closed_by,
        "author": closing.prepared_by,
        "seal": closing.seal[:16],
    }


def _university(language: str) -> str:
    names: dict[str, str] = settings.UNIVERSITY
    return names["name_zh"] if language.startswith("zh") else names["name_en"]


def _bodies() -> dict[str, str]:
    return {body.code: str(body) for body in LegalBody.objects.all()}


def _join(parts: Iterable[str]) -> str:
    return _(", ").join(parts)


def _populations(populations: tuple[Population, ...]) -> str:
    return _join(str(population.label) for population in populations)


def _scope_label(scopes: Scopes) -> str:
    if scopes.everything:
        return _("The whole university")
    colleges = AcademicUnit.objects.filter(code__in=scopes.colleges).order_by("code")
    return _join(str(college) for college in colleges) or _("Nobody")


def _notes(scopes: Scopes, *, so_far: bool) -> tuple[str, ...]:
    notes = []
    if so_far:
        notes.append(
            _(
                "The period is not over: it is counted up to today and compared with the same"
                " days before."
            )
        )
    if not scopes.cleared:
        notes.append(
            _(
                "Records graded sensitive are left out of every figure here and of the rows behind"
                " it; somebody cleared for them may read slightly higher values."
            )
        )
    if not scopes.everything:
        notes.append(
            _("Only people of your own college are counted, and acts that carry their names.")
        )
    return tuple(notes)


def _standing(closing: Closing | None, computed: Computed, period: Period) -> dict[str, Standing]:
    if closing is None or closing.state != "closed":
        return {}
    today = {
        code: computed.readings[code, period].value
        for code, _figure in figures.items()
        if (code, period) in computed.readings
    }
    return standing_figures(closing, today)


def _section(
    code: str,
    windows: list[Period],
    computed: Computed,
    standing: dict[str, Standing],
    sight: _Sight,
) -> SectionView | None:
    section = sections.get(code)
    lines = tuple(
        _line(figure, windows, computed, standing.get(figure.code), sight.bodies)
        for figure in figures
        if figure.section == code
    )
    views = tuple(
        _table(table, computed.tables[table.key], sight)
        for table in tables
        if table.section == code
    )
    views = tuple(view for view in views if view.lines)
    if not lines and not views:
        return None
    plans = (
        plan_chart(chart, windows, computed, views) for chart in charts if chart.section == code
    )
    return SectionView(
        code, str(section.title), str(section.lead), lines, views, tuple(p for p in plans if p)
    )


def shown(value: Decimal | float | None, unit: Unit | None) -> str:
    """A number as printed: grouped, percent with one decimal, a dash for nothing to count."""
    if value is None:
        return "–"
    number = Decimal(str(value)) if isinstance(value, float) else value
    if unit == Unit.PERCENT:
        return f"{number:,.1f}".replace("-", MINUS)
    return grouped(number).replace("-", MINUS)


def _line(
    figure: AnyFigure,
    windows: list[Period],
    computed: Computed,
    standing: Standing | None,
    bodies: dict[str, str],
) -> FigureLine:
    period, compared = windows[-1], windows[-2]
    reading = computed.readings[figure.code, period]
    value = standing.stored.value if standing else reading.value
    before = computed.readings[figure.code, compared].value
    unit = Unit(figure.unit)
    change, direction = _change(figure, value, before)
    if isinstance(figure, DerivedFigure) and figure.rule == Rule.TIMES:
        change = _from_to(figure, period, computed)
    return FigureLine(
        code=figure.code,
        title=str(figure.title),
        value=shown(value, unit),
        unit=str(unit.label),
        words=_words(figure, value),
        before=shown(before, unit),
        change=change,
        direction=direction,
        grades=tuple(
            (letter, grouped(count)) for letter, count in sorted(reading.grades.items()) if count
        ),
        definition=str(figure.definition),
        rule=str(Rule(figure.rule).label),
        version=figure.version,
        as_at=figure.as_at,
        populations=_populations(figure.populations),
        body=bodies.get(figure.legal_body, ""),
        includes=tuple(_title_of(code) for code in figure.includes),
        within=_title_of(figure.within) if figure.within else "",
        made_of=tuple(_title_of(code) for code in figure.of)
        if isinstance(figure, DerivedFigure)
        else (),
        spark=tuple(_spark(figure.code, window, unit, computed) for window in windows),
        standing=_standing_line(standing, unit),
        is_derived=figure.is_derived,
        number=value,
        number_before=before,
    )


def _title_of(code: str) -> str:
    found = figures.find(code)
    return str(found.title) if found else code


def _spark(
    code: str, window: Period, unit: Unit, computed: Computed
) -> tuple[str, str, float | None]:
    reading = computed.readings.get((code, window))
    value = reading.value if reading else None
    return window.short_label, shown(value, unit), None if value is None else float(value)


def _words(figure: AnyFigure, value: int | Decimal | None) -> str:
    if not isinstance(figure, Figure) or value is None or int(value) < figure.rounded_from:
        return ""
    return in_words(int(value), str(Unit(figure.unit).label), figure.rounded_from)


def _change(
    figure: AnyFigure, value: int | Decimal | None, before: int | Decimal | None
) -> tuple[str, str]:
    """The change against last year and its direction; percent figures change in points."""
    if value is None or before is None:
        return "", ""
    if figure.rule in {Rule.DIFFERENCE, Rule.GROWTH, Rule.TIMES}:
        return "", ""
    if Unit(figure.unit) == Unit.PERCENT:
        points = Decimal(value) - Decimal(before)
        text = _("%(points)s points") % {"points": _signed(points)}
        return text, _direction(points)
    if before == 0:
        return (pgettext("change", "new") if value else "", _direction(Decimal(value)))
    growth = percent(Decimal(value) - Decimal(before), before)
    return _signed(growth) + "%", _direction(growth)


def _from_to(figure: DerivedFigure, period: Period, computed: Computed) -> str:
    """Both values themselves, before anybody says "times"."""
    now, earlier = (computed.value(code, period) for code in figure.of)
    unit = Unit(figures.get(figure.of[0]).unit)
    return change_in_words(int(now or 0), int(earlier or 0), str(unit.label))


def _signed(number: Decimal) -> str:
    return f"{number:+,.1f}".replace("-", MINUS) if number else "0.0"


def _direction(number: Decimal) -> str:
    if number == 0:
        return "level"
    return "up" if number > 0 else "down"


def _standing_line(standing: Standing | None, unit: Unit) -> StandingLine | None:
    if standing is None:
        return None
    reasons = tuple(
        _("%(count)s %(reason)s") % {"count": grouped(r.count), "reason": r.text}
        if r.count is not None
        else str(r.text)
        for r in standing.reasons
    )
    restated = tuple(
        _("restated on %(day)s from %(old)s to %(new)s: %(reason)s")
        % {
            "day": day_in_words(item.restated_at.astimezone(clock.CAMPUS).date()),
            "old": shown(item.old_value, unit),
            "new": shown(item.new_value, unit),
            "reason": item.reason,
        }
        for item in standing.stored.restatements.all()
    )
    return StandingLine(
        standing.stored.pk, standing.differs, shown(standing.today, unit), reasons, restated
    )


def _table(table: AccountTable, rows: Iterable[TableRow], sight: _Sight) -> TableView:
    chinese = (translation.get_language() or "").startswith("zh")
    heads = tuple(
        f"{column.label} ({Unit(column.unit).label})" if column.unit else str(column.label)
        for column in table.columns
    )
    lines = []
    hides = False
    for row in rows:
        small = sight.published and any(
            column.unit != Unit.PERCENT and 0 < (value or 0) < HIDDEN_BELOW
            for column, value in zip(table.columns, row.values, strict=True)
        )
        cells = []
        for column, value in zip(table.columns, row.values, strict=True):
            is_share = column.unit == Unit.PERCENT
            hidden = small and (is_share or 0 < (value or 0) < HIDDEN_BELOW)
            hides = hides or hidden
            text = _("under 5") if hidden and not is_share else "–" if hidden else ""
            cells.append(Cell(text or shown(value, column.unit), column.figure, hidden))
        label = row.label_zh if chinese else row.label_en
        lines.append(TableLine(label, row.code, tuple(cells)))
    return TableView(
        table.key,
        str(table.title),
        str(table.row_title),
        heads,
        tuple(lines),
        str(table.note) if table.note else "",
        hides,
    )
