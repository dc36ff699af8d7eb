"""Learning how much each likeness says, and scoring pairs: Splink on DuckDB.

The same `Engine` judges the office's records and, in the benchmark, the public FEBRL sets; what
differs is the `Plan`: comparisons, blocking, and the rules by which it learns. Learning needs no
labels. What was learnt is JSON and is kept with the run, so that an increment only scores.
"""

from __future__ import annotations

import contextlib
import logging
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from wutong.core.people.matching.comparisons import (
    Learnt,
    person_blocking,
    person_comparisons,
)
from wutong.core.people.matching.frames import TABLE
from wutong.core.people.matching.learnt import LEARNT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import duckdb

SEED = 2026
RANDOM_PAIRS = 3e6
LEAST = 1e-6  # no likeness and no difference is ever impossible
FAINTEST = -6.0  # match weight (log2 of the odds) below which a pair is not worth keeping
# People move and change work; a sex is seldom mistyped. Whatever the records taught, a difference
# there is never rarer among the same people than this.
FLOORS = {"place": 0.3, "work": 0.3, "sex": 0.005}
_SUBJECTS = "subjects"

Pair = tuple[int, int, float, float]
"""(lower id, higher id, probability, match weight)."""


@dataclass(frozen=True)
class Plan:
    """What is compared, which pairs, and from which pairs it learns; `frequencies` are the columns
    in which a rare value says more than a common one.
    """

    comparisons: Sequence[Any]
    blocking: Sequence[Any]
    learn_from: Sequence[Any]
    prior: float = 1e-7
    random_pairs: float = RANDOM_PAIRS
    link_type: str = "dedupe_only"
    key: str = "unique_id"
    frequencies: Sequence[str] = ()
    fallback: Learnt | None = None
    options: dict[str, Any] = field(default_factory=dict)


def people_plan(people: int, learnt: Learnt | None = None) -> Plan:
    """The office's own records: about one in fifty is there twice."""
    return Plan(
        comparisons=person_comparisons(learnt),
        blocking=person_blocking(),
        learn_from=(
            block_on("pinyin", "studies"),
            block_on("pinyin", "birth"),
            block_on("birth", "studies"),
        ),
        prior=min(0.1, 0.05 / max(people, 1)),
        frequencies=("name", "pinyin"),
        fallback=LEARNT,
    )


class Engine:
    """One table of DuckDB, judged by one plan."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        plan: Plan,
        *,
        tables: Sequence[str] = (TABLE,),
        model: dict[str, Any] | None = None,
    ) -> None:
        self.connection = connection
        self.plan = plan
        logging.getLogger("splink").setLevel(logging.ERROR)
        self._api = DuckDBAPI(connection)
        registered = [self._api.register(table) for table in tables]
        self._linker = Linker(
            registered if len(registered) > 1 else registered[0],
            model if model is not None else self._settings(),
            log_level=logging.ERROR,
        )

    def _settings(self) -> SettingsCreator:
        return SettingsCreator(
            link_type=self.plan.link_type,  # type: ignore[arg-type] # one of Splink's literals
            comparisons=list(self.plan.comparisons),
            blocking_rules_to_generate_predictions=list(self.plan.blocking),
            unique_id_column_name=self.plan.key,
            probability_two_random_records_match=self.plan.prior,
            retain_matching_columns=False,
            max_iterations=10,
            **self.plan.options,
        )

    def learn(self) -> dict[str, Any]:
        """How often each likeness happens among different people (random pairs) and among the
        same (expectation maximisation within blocks); the model as JSON.
        """
        training = self._linker.training
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            training.estimate_u_using_random_sampling(max_pairs=self.plan.random_pairs, seed=SEED)
            for rule in self.plan.learn_from:
                # Where a likeness is never met, its share shrinks until Splink refuses it; what
                # this rule would have taught is then taken from elsewhere.
                with contextlib.suppress(ValueError):
                    training.estimate_parameters_using_expectation_maximisation(rule)
        model: dict[str, Any] = self._linker.misc.save_model_to_json()
        return bounded(model, self.plan.fallback)

    def pairs(self, *, faintest: float = FAINTEST) -> Iterator[Pair]:
        """Every pair of the table worth keeping, once."""
        found = self._linker.inference.predict(threshold_match_weight=faintest)
        yield from self._read(found)

    def pairs_with(self, ids: Iterable[int], *, faintest: float = FAINTEST) -> Iterator[Pair]:
        """Every pair one side of which is among `ids`."""
        self.connection.execute(
            f"CREATE OR REPLACE TABLE {_SUBJECTS} AS SELECT * FROM {TABLE} "  # noqa: S608 -- constants
            f"WHERE {self.plan.key} IN (SELECT unnest(?))",
            [sorted(ids)],
        )
        for column in self.plan.frequencies:
            self._linker.table_management.compute_tf_table(column)
        subjects = self._api.register(_SUBJECTS)
        everybody = self._api.register(TABLE)
        found = self._linker.inference.predict_between(
            subjects, everybody, threshold_match_weight=faintest
        )
        yield from self._read(found)

    def _read(self, found: Any) -> Iterator[Pair]:
        left, right = f"{self.plan.key}_l", f"{self.plan.key}_r"
        rows = self.connection.execute(
            f"SELECT least({left}, {right}), greatest({left}, {right}), "  # noqa: S608 -- constants
            f"max(match_probability), max(match_weight) FROM {found.physical_name} "
            f"WHERE {left} <> {right} GROUP BY 1, 2 ORDER BY 4 DESC, 1, 2"
        )
        while chunk := rows.fetchmany(10_000):
            yield from chunk


def bounded(model: dict[str, Any], fallback: Learnt | None = None) -> dict[str, Any]:
    """The model with no probability at nought: what was not seen while learning may be seen
    later, and must neither decide alone nor be an error. Likenesses that were never met among
    random pairs are taken as rare; what could not be learnt is as `fallback` has it.
    """
    for comparison in model["comparisons"]:
        levels = [one for one in comparison["comparison_levels"] if not one.get("is_null_level")]
        for place, level in enumerate(levels):
            last = place == len(levels) - 1
            u = level.get("u_probability")
            level["u_probability"] = max(LEAST, LEAST if u is None else u)
            m = level.get("m_probability")
            known = (fallback or {}).get(comparison["output_column_name"], {})
            if m is None and level["label_for_charts"] in known:
                m = known[level["label_for_charts"]][0]
            if m is None:
                m = 0.5 if last else max(level["u_probability"], 0.01)
            least = FLOORS.get(comparison["output_column_name"], 1e-4)
            level["m_probability"] = min(max(least, m), 1 - least if len(levels) == 2 else 1.0)
            level.pop("trained_m_probabilities", None)
            level.pop("trained_u_probabilities", None)
    return model
