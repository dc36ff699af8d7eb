"""Splink's own defaults and `recordlinkage` on the demo university's records.

They get what a table of people has without our reading of it: the name as written, its pinyin,
sex, date of birth, the first student number, phone and e-mail hash, the first study.
"""

from __future__ import annotations

import logging
import time
import warnings
from typing import TYPE_CHECKING, Any

from benchmarks.matching_score import Score, best_f1

if TYPE_CHECKING:
    import duckdb

_FLAT = """
CREATE OR REPLACE TABLE flat AS
SELECT unique_id, name, pinyin, sex, strftime(birth, '%Y-%m-%d') AS birth, numbers[1] AS number,
       phones[1] AS phone, emails[1] AS email, studies[1] AS study, region
FROM people
"""


def splink_defaults(connection: duckdb.DuckDBPyConnection, truth: set[Any]) -> Score:
    """Ready-made comparisons and the blocking its tutorial would choose."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    began = time.monotonic()
    connection.execute(_FLAT)
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        blocking_rules_to_generate_predictions=[
            block_on("number"),
            block_on("phone"),
            block_on("email"),
            block_on("name", "birth"),
            block_on("name", "study"),
            block_on("birth", "study"),
        ],
        comparisons=[
            cl.NameComparison("name"),
            cl.NameComparison("pinyin"),
            cl.DateOfBirthComparison("birth", input_is_string=True),
            cl.ExactMatch("number"),
            cl.ExactMatch("phone"),
            cl.ExactMatch("email"),
            cl.ExactMatch("study"),
            cl.ExactMatch("sex"),
        ],
        retain_matching_columns=False,
    )
    linker = Linker(DuckDBAPI(connection).register("flat"), settings, log_level=logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        training = linker.training
        training.estimate_probability_two_random_records_match(
            [block_on("number", "name"), block_on("name", "birth", "study")], recall=0.6
        )
        training.estimate_u_using_random_sampling(max_pairs=3e6, seed=1)
        for rule in (block_on("name", "study"), block_on("name", "birth")):
            training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_weight=-8)
    rows = connection.execute(
        f"SELECT unique_id_l, unique_id_r, match_weight FROM {found.physical_name}"
    ).fetchall()
    weights = {(min(one, other), max(one, other)): weight for one, other, weight in rows}
    return best_f1("splink", weights, truth, time.monotonic() - began)


def recordlinkage_ecm(connection: duckdb.DuckDBPyConnection, truth: set[Any]) -> Score:
    """Its unsupervised classifier over the same columns and blocks."""
    import recordlinkage

    began = time.monotonic()
    connection.execute(_FLAT)
    frame = connection.execute("SELECT * FROM flat").df().set_index("unique_id")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pairs = None
        for block in (["name", "birth"], ["name", "study"], ["birth", "study"], ["number"], ["phone"], ["email"]):  # fmt: skip
            known = frame.dropna(subset=block)
            index = recordlinkage.Index()
            index.block(block)
            found = index.index(known)
            pairs = found if pairs is None else pairs.union(found)
        compare = recordlinkage.Compare()
        compare.string("name", "name", method="jarowinkler", threshold=0.85, label="name")
        compare.string("pinyin", "pinyin", method="jarowinkler", threshold=0.9, label="pinyin")
        for exact in ("sex", "birth", "number", "phone", "email", "study"):
            compare.exact(exact, exact, label=exact)
        features = compare.compute(pairs, frame)
        classifier = recordlinkage.ECMClassifier(binarize=0.5)
        classifier.fit(features)
        chances = classifier.prob(features)
    weights = {
        (min(pair), max(pair)): float(chance) for pair, chance in chances.items() if chance > 1e-6
    }
    return best_f1("recordlinkage", weights, truth, time.monotonic() - began)
