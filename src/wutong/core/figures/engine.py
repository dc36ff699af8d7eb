"""Computing figures: set-based by batch, cached by the version of the data they come from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

from wutong.kernel import clock
from wutong.platform.database.public import side_by_side

from .enums import PAIR_RULES, Rule
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
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from wutong.platform.access.public import Scopes

    from .periods import Period

    Readings = dict[tuple[str, Period], Reading]

GUESS_MS = {False: 100, True: 1000}
TABLE_GUESS_MS = 2000


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
    tables: Mapping[str, list[TableRow]] = field(default_factory=dict)

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


def _dump(
    compute: Callable[[Sequence[Period], Scopes], Mapping[tuple[str, Period], Reading]],
    periods: Sequence[Period],
    scopes: Scopes,
) -> list[Any]:
    return [
        [
            code,
            period.start.isoformat(),
            period.end.isoformat(),
            reading.value,
            dict(reading.grades),
        ]
        for (code, period), reading in compute(periods, scopes).items()
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
    """Something that is counted and cached as a whole; ``count`` gives it as JSON types.

    ``guess_ms``: how long it is taken to last before it was ever counted.
    """

    key: str
    sources: tuple[str, ...]
    guess_ms: int
    count: Callable[[], list[Any]]


def _figure_pieces(
    wanted: Iterable[Figure], periods: Sequence[Period], scopes: Scopes
) -> list[_Piece]:
    windows = ";".join(period.key for period in sorted(periods))
    pieces: dict[str, _Piece] = {}
    for figure in wanted:
        compute: Callable[[Sequence[Period], Scopes], Mapping[tuple[str, Period], Reading]]
        if figure.batch:
            batch = batches.get(figure.batch)
            name, definitions = f"batch:{batch.key}", _definitions(batch)
            source, compute = batch.source, batch.compute
        else:
            name, definitions = figure.code, str(figure.version)
            source, compute = figure.source, partial(_count_rows, figure)
        key = _digest(name, definitions, windows, scope_key(scopes))
        pieces[name] = _Piece(
            key, (source,), GUESS_MS[bool(figure.batch)], partial(_dump, compute, periods, scopes)
        )
    return list(pieces.values())


def _table_piece(table: AccountTable, period: Period, scopes: Scopes) -> _Piece:
    key = _digest("table", table.key, period.key, scope_key(scopes))
    count = partial(_rows_of, table, period, scopes)
    return _Piece(key, tuple(table.source.split("+")), TABLE_GUESS_MS, count)


def _rows_of(table: AccountTable, period: Period, scopes: Scopes) -> list[Any]:
    rows = table.compute(period, scopes)
    return [[row.label_zh, row.label_en, list(row.values), row.code] for row in rows]


def _definitions(batch: Batch) -> str:
    members = (f for f in figures if isinstance(f, Figure) and f.batch == batch.key)
    return ",".join(sorted(f"{figure.code}:{figure.version}" for figure in members))


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
    breakdowns: Iterable[AccountTable] = (),
    refresh: bool = False,
    stale_ok: bool = False,
) -> Computed:
    """Counted and derived figures for ``periods``, from the cache where the data did not change.

    ``breakdowns`` are the tables wanted beside them, for the last of the periods. ``refresh``
    counts anew whatever the cache holds. ``stale_ok`` never counts: it takes the last value
    however old and leaves out what was never counted (home panel); ``fresh`` then says whether
    everything is up to date. Derived figures also need the windows that come before: those are
    added here.
    """
    wanted = [figures.get(code) for code in codes]
    compared = any(isinstance(f, DerivedFigure) and f.rule not in PAIR_RULES for f in wanted)
    windows = sorted({*periods, *(p.earlier() for p in periods)} if compared else set(periods))
    counted = counted_figures(figure.code for figure in wanted)
    tabled = {table.key: _table_piece(table, max(periods), scopes) for table in breakdowns}
    figured = _figure_pieces(counted, windows, scopes)
    found = _read_pieces([*figured, *tabled.values()], refresh=refresh, stale_ok=stale_ok)
    readings: Readings = {}
    for piece in figured:
        if piece.key in found.payloads:
            readings.update(_load(found.payloads[piece.key], windows))
    for figure in wanted:
        if isinstance(figure, DerivedFigure):
            for period in periods:
                if _operands_there(figure, period, readings):
                    readings[figure.code, period] = derive(figure, period, readings)
    rows = {
        key: [
            TableRow(zh, en, tuple(values), code)
            for zh, en, values, code in found.payloads.get(piece.key, ())
        ]
        for key, piece in tabled.items()
    }
    return Computed(readings, min(found.moments, default=clock.now()), found.fresh, rows)


@dataclass(frozen=True)
class _Found:
    payloads: dict[str, list[Any]]
    moments: list[datetime]
    fresh: bool


def _read_pieces(pieces: Sequence[_Piece], *, refresh: bool, stale_ok: bool) -> _Found:
    """What the cache still holds for ``pieces``, and the others counted and remembered."""
    versions = source_versions({name for piece in pieces for name in piece.sources})
    known = CachedResult.objects.in_bulk([piece.key for piece in pieces])
    payloads: dict[str, list[Any]] = {}
    moments: list[datetime] = []
    stale: list[_Piece] = []
    for piece in pieces:
        cached = None if refresh else known.get(piece.key)
        if cached and (stale_ok or cached.version == _version(piece, versions)):
            payloads[piece.key] = cached.payload
            moments.append(cached.computed_at)
        if not (cached and cached.version == _version(piece, versions)):
            stale.append(piece)
    if not stale_ok and stale:
        # What takes long begins first: the two connections then end together.
        stale.sort(key=lambda piece: -_took(piece, known.get(piece.key)))
        for piece, (payload, took_ms) in zip(
            stale, side_by_side([partial(_timed, piece.count) for piece in stale]), strict=True
        ):
            payloads[piece.key] = payload
            moments.append(_remember(piece, _version(piece, versions), payload, took_ms))
    return _Found(payloads, moments, fresh=not (stale_ok and stale))


def _version(piece: _Piece, versions: Mapping[str, str]) -> str:
    return "/".join(versions[name] for name in piece.sources)


def _took(piece: _Piece, cached: CachedResult | None) -> int:
    return cached.took_ms if cached else piece.guess_ms


def _timed(count: Callable[[], list[Any]]) -> tuple[list[Any], int]:
    started = perf_counter()
    payload = json.loads(json.dumps(count()))
    return payload, int((perf_counter() - started) * 1000)


def _remember(piece: _Piece, version: str, payload: list[Any], took_ms: int) -> datetime:
    moment = clock.now()
    CachedResult.objects.update_or_create(
        key=piece.key,
        defaults={
            "source": "+".join(piece.sources),
            "version": version,
            "payload": payload,
            "computed_at": moment,
            "took_ms": took_ms,
        },
    )
    return moment


def _operands_there(figure: DerivedFigure, period: Period, readings: Readings) -> bool:
    if figure.rule in PAIR_RULES:
        return all((code, period) in readings for code in figure.of)
    return all((figure.of[0], window) in readings for window in (period, period.earlier()))


def derive(figure: DerivedFigure, period: Period, readings: Readings) -> Reading:
    """Difference, growth in percent, ratio in percent or times more, from readings that are there.

    Percentages and times have one decimal, rounded half up; nothing is divided by nothing.
    """
    first = readings[figure.of[0], period].value
    base_key = (
        (figure.of[1], period) if figure.rule in PAIR_RULES else (figure.of[0], period.earlier())
    )
    second = readings[base_key].value
    if first is None or second is None:
        return Reading(None)
    if figure.rule == Rule.DIFFERENCE:
        return Reading(first - second)
    if second == 0:
        return Reading(None)
    if figure.rule == Rule.TIMES:
        return Reading(percent(first - second, second * 100))
    part = first if figure.rule == Rule.RATIO else first - second
    return Reading(percent(part, second))


def percent(part: int | Decimal, whole: int | Decimal) -> Decimal:
    """``part`` of ``whole`` in percent with one decimal, rounded half up."""
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), rounding="ROUND_HALF_UP")


def read_table(
    table: AccountTable, period: Period, scopes: Scopes, *, refresh: bool = False
) -> list[TableRow]:
    """A breakdown table, cached like the figures."""
    read = read_figures((), [period], scopes, breakdowns=[table], refresh=refresh)
    return read.tables[table.key]
