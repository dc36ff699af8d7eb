"""Computing figures: set-based by batch, cached by the version of the data they come from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from time import perf_counter
from typing import TYPE_CHECKING, Any

from wutong.kernel import clock

from .enums import Rule
from .models import CachedResult
from .registry import (
    AccountTable,
    Batch,
    DerivedFigure,
    Figure,
    Reading,
    TableRow,
    batches,
    figures,
)
from .versions import source_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from wutong.platform.access.public import Scopes

    from .periods import Period

    Readings = dict[tuple[str, Period], Reading]


def scope_key(scopes: Scopes) -> str:
    """What of a viewer's sight changes figures: not who they are."""
    parts = [*sorted(scopes.colleges), *(f"o{key}" for key in sorted(scopes.organisations))]
    whole = "*" if scopes.everything else ",".join(parts)
    return f"{whole}|{'cleared' if scopes.cleared else 'uncleared'}"


@dataclass(frozen=True)
class Computed:
    """Readings with the moment at which the oldest of them was counted."""

    readings: Readings
    computed_at: datetime
    fresh: bool = True

    def value(self, code: str, period: Period) -> int | Decimal | None:
        """The value of a figure for one of the periods asked for."""
        return self.readings[code, period].value


def _count_rows(figure: Figure, periods: Sequence[Period], scopes: Scopes) -> Readings:
    readings: Readings = {}
    for period in periods:
        value = figure.rows(period, scopes).value()
        grades = {figure.source_grade.value: value} if figure.source_grade else {}
        readings[figure.code, period] = Reading(value, grades)
    return readings


def _dump(readings: Readings) -> list[list[Any]]:
    return [
        [code, period.start.isoformat(), period.end.isoformat(), reading.value, reading.grades]
        for (code, period), reading in readings.items()
    ]


def _load(payload: list[list[Any]], periods: Sequence[Period]) -> Readings:
    known = {(p.start.isoformat(), p.end.isoformat()): p for p in periods}
    return {
        (code, known[start, end]): Reading(value, grades)
        for code, start, end, value, grades in payload
    }


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class _Piece:
    """Something that is computed and cached as a whole."""

    name: str
    source: str
    definitions: str
    compute: Callable[[Sequence[Period], Scopes], Readings]

    def key(self, periods: Sequence[Period], scopes: Scopes) -> str:
        windows = ";".join(period.key for period in sorted(periods))
        return _digest(self.name, self.definitions, windows, scope_key(scopes))


def _pieces(wanted: Iterable[Figure]) -> list[_Piece]:
    pieces: dict[str, _Piece] = {}
    for figure in wanted:
        if figure.batch:
            batch = batches.get(figure.batch)
            pieces.setdefault(
                f"batch:{batch.key}",
                _Piece(f"batch:{batch.key}", batch.source, _definitions(batch), _of_batch(batch)),
            )
        else:
            pieces[figure.code] = _Piece(
                figure.code, figure.source, str(figure.version), _of_figure(figure)
            )
    return list(pieces.values())


def _definitions(batch: Batch) -> str:
    members = (f for f in figures if isinstance(f, Figure) and f.batch == batch.key)
    return ",".join(sorted(f"{figure.code}:{figure.version}" for figure in members))


def _of_batch(batch: Batch) -> Callable[[Sequence[Period], Scopes], Readings]:
    return lambda periods, scopes: dict(batch.compute(periods, scopes))


def _of_figure(figure: Figure) -> Callable[[Sequence[Period], Scopes], Readings]:
    return lambda periods, scopes: _count_rows(figure, periods, scopes)


def counted_figures(codes: Iterable[str]) -> list[Figure]:
    """The counted figures behind ``codes``: themselves, and what derived ones are made of."""
    found: dict[str, Figure] = {}
    waiting = list(codes)
    while waiting:
        figure = figures.get(waiting.pop())
        if isinstance(figure, DerivedFigure):
            waiting.extend(figure.of)
        else:
            found[figure.code] = figure
    return list(found.values())


def read_figures(
    codes: Iterable[str],
    periods: Sequence[Period],
    scopes: Scopes,
    *,
    refresh: bool = False,
    stale_ok: bool = False,
) -> Computed:
    """Counted and derived figures for ``periods``, from the cache where the data did not change.

    ``refresh`` counts anew whatever the cache holds. ``stale_ok`` never counts: it takes the
    last value however old and leaves out what was never counted (home panel); ``fresh`` then
    says whether everything is up to date. Derived figures also need the windows that come
    before: those are added here.
    """
    wanted = [figures.get(code) for code in codes]
    compared = any(isinstance(f, DerivedFigure) and f.rule != Rule.RATIO for f in wanted)
    windows = sorted({*periods, *(p.earlier() for p in periods)} if compared else set(periods))
    readings: Readings = {}
    moments: list[datetime] = []
    fresh = True
    pieces = {
        piece.key(windows, scopes): piece
        for piece in _pieces(counted_figures(figure.code for figure in wanted))
    }
    versions = source_versions({piece.source for piece in pieces.values()})
    known = {} if refresh else CachedResult.objects.in_bulk(list(pieces))
    for key, piece in pieces.items():
        version = versions[piece.source]
        cached = known.get(key)
        if cached is not None and (cached.version == version or stale_ok):
            readings.update(_load(cached.payload, windows))
            moments.append(cached.computed_at)
            fresh = fresh and cached.version == version
            continue
        if stale_ok:
            fresh = False
            continue
        started = perf_counter()
        counted = piece.compute(windows, scopes)
        readings.update(counted)
        moments.append(_remember(key, piece.source, version, _dump(counted), started))
    for figure in wanted:
        if isinstance(figure, DerivedFigure):
            for period in periods:
                if _operands_there(figure, period, readings):
                    readings[figure.code, period] = derive(figure, period, readings)
    return Computed(readings, min(moments, default=clock.now()), fresh)


def _remember(key: str, source: str, version: str, payload: Any, started: float) -> datetime:
    moment = clock.now()
    CachedResult.objects.update_or_create(
        key=key,
        defaults={
            "source": source,
            "version": version,
            "payload": json.loads(json.dumps(payload)),
            "computed_at": moment,
            "took_ms": int((perf_counter() - started) * 1000),
        },
    )
    return moment


def _operands_there(figure: DerivedFigure, period: Period, readings: Readings) -> bool:
    if figure.rule == Rule.RATIO:
        return all((code, period) in readings for code in figure.of)
    return all((figure.of[0], window) in readings for window in (period, period.earlier()))


def derive(figure: DerivedFigure, period: Period, readings: Readings) -> Reading:
    """Difference, growth in percent or ratio in percent, from readings that are there.

    Percentages have one decimal, rounded half up; nothing is divided by nothing.
    """
    first = readings[figure.of[0], period].value
    base_key = (
        (figure.of[1], period) if figure.rule == Rule.RATIO else (figure.of[0], period.earlier())
    )
    second = readings[base_key].value
    if first is None or second is None:
        return Reading(None)
    if figure.rule == Rule.DIFFERENCE:
        return Reading(first - second)
    if second == 0:
        return Reading(None)
    part = first if figure.rule == Rule.RATIO else first - second
    return Reading(percent(part, second))


def percent(part: int | Decimal, whole: int | Decimal) -> Decimal:
    """``part`` of ``whole`` in percent with one decimal, rounded half up."""
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), rounding="ROUND_HALF_UP")


def read_table(
    table: AccountTable, period: Period, scopes: Scopes, *, refresh: bool = False
) -> list[TableRow]:
    """A breakdown table, cached like the figures."""
    key = _digest("table", table.key, period.key, scope_key(scopes))
    names = table.source.split("+")
    versions = source_versions(names)
    version = "/".join(versions[name] for name in names)
    cached = None if refresh else CachedResult.objects.filter(pk=key, version=version).first()
    if cached is not None:
        return [TableRow(zh, en, tuple(values), code) for zh, en, values, code in cached.payload]
    started = perf_counter()
    rows = list(table.compute(period, scopes))
    payload = [[row.label_zh, row.label_en, list(row.values), row.code] for row in rows]
    _remember(key, table.source, version, payload, started)
    return rows
