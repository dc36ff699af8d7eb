"""How two records of people are compared: the comparisons and the blocking, made for Chinese
records and told to Splink in DuckDB's SQL.

What is not known on one side says nothing; a different number at the same study says no.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import splink.comparison_library as cl
from splink import block_on

if TYPE_CHECKING:
    from collections.abc import Sequence


def _level(condition: str, label: str, **extra: Any) -> dict[str, Any]:
    return {"sql_condition": condition, "label_for_charts": label, **extra}


def _nothing_known(condition: str) -> dict[str, Any]:
    return _level(condition, "not known", is_null_level=True)


_ELSE = _level("ELSE", "different")


def _either_missing(*columns: str) -> str:
    return " AND ".join(f"({one}_l IS NULL OR {one}_r IS NULL)" for one in columns)


Learnt = dict[str, dict[str, list[float]]]
"""How often each level of each comparison is met among the same and among different people."""


def _custom(name: str, levels: Sequence[dict[str, Any]]) -> cl.CustomComparison:
    return cl.CustomComparison(output_column_name=name, comparison_levels=list(levels))


def person_comparisons(learnt: Learnt | None = None) -> list[Any]:
    """Name, birth, study, student number, ways to be reached, sex, employer, place; with what
    was learnt before, or to be learnt.
    """
    return [
        _custom(name, [_with_learnt(level, (learnt or {}).get(name, {})) for level in levels])
        for name, levels in _LEVELS.items()
    ]


def _with_learnt(level: dict[str, Any], learnt: dict[str, list[float]]) -> dict[str, Any]:
    known = learnt.get(level["label_for_charts"])
    return {**level, "m_probability": known[0], "u_probability": known[1]} if known else level


def learnt_of(model: dict[str, Any]) -> Learnt:
    """What was learnt, as is kept with a run."""
    return {
        comparison["output_column_name"]: {
            level["label_for_charts"]: [level["m_probability"], level["u_probability"]]
            for level in comparison["comparison_levels"]
            if not level.get("is_null_level")
        }
        for comparison in model["comparisons"]
    }


_LEVELS: dict[str, Sequence[dict[str, Any]]] = {
    "name": (
        _nothing_known(_either_missing("name")),
        _level(
            "name_l = name_r",
            "same name",
            tf_adjustment_column="name",
            tf_adjustment_weight=1.0,
        ),
        _level(
            "pinyin_l = pinyin_r",
            "same pinyin",
            tf_adjustment_column="pinyin",
            tf_adjustment_weight=1.0,
        ),
        _level("list_has_any(names_l, names_r)", "a former or foreign name"),
        _level(
            "length(name_l) = length(name_r) AND length(name_l) >= 3"
            " AND levenshtein(name_l, name_r) = 1",
            "one character differs",
        ),
        _ELSE,
    ),
    "birth": (
        _nothing_known(_either_missing("birth")),
        _level("birth_l = birth_r", "same day"),
        _level(
            "year(birth_l) = year(birth_r) AND month(birth_l) = day(birth_r)"
            " AND day(birth_l) = month(birth_r)",
            "day and month swapped",
        ),
        _level(
            "abs(date_diff('day', birth_l, birth_r)) IN (1, 30, 31, 365, 366)"
            " OR (month(birth_l) = month(birth_r) AND day(birth_l) = day(birth_r))"
            " OR (year(birth_l) = year(birth_r) AND (strftime(birth_l, '%m-%d')"
            " IN ('01-01', '10-01') OR strftime(birth_r, '%m-%d') IN ('01-01', '10-01')))",
            "nearly",
        ),
        _level("abs(year(birth_l) - year(birth_r)) <= 1", "about the same year"),
        _ELSE,
    ),
    "study": (
        _nothing_known(_either_missing("studies")),
        _level("list_has_any(classes_l, classes_r)", "same class"),
        _level("list_has_any(studies_l, studies_r)", "same college and year"),
        _level(
            "list_has_any(units_l, units_r)"
            " AND (begun_r - ended_l BETWEEN -1 AND 4 OR begun_l - ended_r BETWEEN -1 AND 4)",
            "one study follows the other at the same college",
        ),
        _level(
            "begun_r - ended_l BETWEEN -1 AND 12 OR begun_l - ended_r BETWEEN -1 AND 12",
            "one study may follow the other",
        ),
        _ELSE,
    ),
    "number": (
        _nothing_known(_either_missing("numbers")),
        _level("list_has_any(numbers_l, numbers_r)", "same student number"),
        _level(
            "list_has_any(shapes_l, shapes_r)",
            "number mistyped",
        ),
        _nothing_known("NOT list_has_any(years_l, years_r)"),
        _ELSE,
    ),
    "reach": (
        _nothing_known(_either_missing("phones", "emails")),
        _level(
            "list_has_any(phones_l, phones_r) OR list_has_any(emails_l, emails_r)",
            "same phone or e-mail",
        ),
        _ELSE,
    ),
    "sex": (
        _nothing_known(_either_missing("sex")),
        _level("sex_l = sex_r", "same sex"),
        _ELSE,
    ),
    "work": (
        _nothing_known(_either_missing("employers")),
        _level("list_has_any(employers_l, employers_r)", "same employer"),
        _ELSE,
    ),
    "place": (
        _nothing_known(_either_missing("region")),
        _level("region_l = region_r", "same place"),
        _ELSE,
    ),
}


def person_blocking() -> list[Any]:
    """Which pairs are looked at at all: they share something that tells people apart."""
    return [
        block_on("numbers", arrays_to_explode=["numbers"]),
        block_on("phones", arrays_to_explode=["phones"]),
        block_on("emails", arrays_to_explode=["emails"]),
        block_on("pinyin", "birth"),
        block_on("pinyin", "studies", arrays_to_explode=["studies"]),
        block_on("names", "birth", arrays_to_explode=["names"]),
        block_on("names", "studies", arrays_to_explode=["names", "studies"]),
        block_on("birth", "studies", arrays_to_explode=["studies"]),
        block_on("near", arrays_to_explode=["near"]),
        block_on("name", "year(birth)"),
        block_on("pinyin", "strftime(birth, '%m-%d')"),
    ]
