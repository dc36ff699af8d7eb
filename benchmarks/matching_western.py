"""The engine's plan for FEBRL: Australian names, addresses and dates of birth with typing errors."""

from __future__ import annotations

from typing import Any

import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import block_on

from wutong.core.people.matching.engine import Plan


def _swapped_names() -> Any:
    return cl.CustomComparison(
        output_column_name="names",
        comparison_levels=[
            {
                "sql_condition": "(given_name_l IS NULL OR given_name_r IS NULL)"
                " AND (surname_l IS NULL OR surname_r IS NULL)",
                "label_for_charts": "null",
                "is_null_level": True,
            },
            {
                "sql_condition": "given_name_l = given_name_r AND surname_l = surname_r",
                "label_for_charts": "both",
            },
            {
                "sql_condition": "given_name_l = surname_r AND surname_l = given_name_r",
                "label_for_charts": "swapped",
            },
            {
                "sql_condition": "jaro_winkler_similarity(given_name_l, given_name_r) > 0.88"
                " AND jaro_winkler_similarity(surname_l, surname_r) > 0.88",
                "label_for_charts": "both nearly",
            },
            {
                "sql_condition": "jaro_winkler_similarity(given_name_l, surname_r) > 0.88"
                " AND jaro_winkler_similarity(surname_l, given_name_r) > 0.88",
                "label_for_charts": "swapped nearly",
            },
            {
                "sql_condition": "surname_l = surname_r",
                "label_for_charts": "surname",
                "tf_adjustment_column": "surname",
            },
            {
                "sql_condition": "given_name_l = given_name_r",
                "label_for_charts": "given name",
                "tf_adjustment_column": "given_name",
            },
            {
                "sql_condition": "jaro_winkler_similarity(surname_l, surname_r) > 0.85"
                " OR jaro_winkler_similarity(given_name_l, given_name_r) > 0.85",
                "label_for_charts": "one nearly",
            },
            cll.ElseLevel(),
        ],
    )


def _texts(column: str, *others: str) -> Any:
    """A text that may be mistyped, or stand in another column."""
    elsewhere = " OR ".join(
        f"jaro_winkler_similarity({column}_l, {other}_r) > 0.93"
        f" OR jaro_winkler_similarity({other}_l, {column}_r) > 0.93"
        for other in others
    )
    levels: list[Any] = [
        cll.NullLevel(column),
        cll.ExactMatchLevel(column, term_frequency_adjustments=True),
        cll.JaroWinklerLevel(column, 0.92),
    ]
    if elsewhere:
        levels.append({"sql_condition": elsewhere, "label_for_charts": "elsewhere"})
    levels += [cll.JaroWinklerLevel(column, 0.8), cll.ElseLevel()]
    return cl.CustomComparison(output_column_name=column, comparison_levels=levels)


def _digits(column: str) -> Any:
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.NullLevel(column),
            cll.ExactMatchLevel(column, term_frequency_adjustments=True),
            cll.DamerauLevenshteinLevel(column, 1),
            cll.DamerauLevenshteinLevel(column, 2),
            cll.ElseLevel(),
        ],
    )


def western_plan(*, linked: bool, records: int) -> Plan:
    """Blocking wide enough for errors in any three fields."""
    pairs = records**2 / 4 if linked else records**2 / 2
    return Plan(
        comparisons=[
            _swapped_names(),
            _digits("date_of_birth"),
            _digits("postcode"),
            _digits("street_number"),
            _texts("address_1", "address_2"),
            _texts("address_2", "address_1"),
            _texts("suburb", "address_2"),
            cl.ExactMatch("state"),
        ],
        blocking=[
            block_on("given_name"),
            block_on("surname"),
            block_on("date_of_birth"),
            block_on("postcode"),
            block_on("suburb"),
            block_on("address_1"),
            block_on("address_2"),
            {"blocking_rule": "l.given_name = r.surname", "sql_dialect": "duckdb"},
            {"blocking_rule": "l.surname = r.given_name", "sql_dialect": "duckdb"},
            block_on("street_number", "state"),
            block_on("substr(surname, 1, 3)", "substr(given_name, 1, 2)"),
        ],
        learn_from=[
            block_on("date_of_birth"),
            block_on("surname", "given_name"),
            block_on("address_1"),
        ],
        prior=min(0.5, 0.3 * records / pairs),
        random_pairs=1e6,
        link_type="link_only" if linked else "dedupe_only",
        key="rec_id",
    )
