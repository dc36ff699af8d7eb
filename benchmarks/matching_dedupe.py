"""The `dedupe` library on FEBRL 1, as a peer.

Some of what it needs is published as source only, so it lives in an environment of its own
(`.data/bench/peers`, made from `requirements/peers.lock` when first asked for; that needs a C
compiler) and this module runs twice: ``dedupe_trained`` here, ``_judge`` over there, records in
and scored pairs out as JSON. It learns from labelled pairs, so it is given half of the true pairs
and as many that are none, which is more than any office could tell it.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.matching_febrl import FebrlSet
    from benchmarks.matching_score import Score

ROOT = Path(__file__).resolve().parents[1]
FIELDS = (
    "given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode",
    "state", "date_of_birth",
)  # fmt: skip


def dedupe_trained(data: FebrlSet) -> Score:
    """Its best F1; the half of the truth it was trained on is counted too, in its favour."""
    from benchmarks.matching_score import best_f1

    python = _environment()
    records = {
        str(row["rec_id"]): {field: row[field] for field in FIELDS}
        for row in data.frame.to_dict("records")
    }
    draw = random.Random(1)  # the same pairs on every machine
    same = sorted(data.truth)
    matches = draw.sample(same, len(same) // 2)
    keys = sorted(records)
    distinct: list[tuple[str, ...]] = []
    while len(distinct) < len(matches):
        pair = tuple(sorted(draw.sample(keys, 2)))
        if pair not in data.truth:
            distinct.append(pair)
    began = time.monotonic()
    done = subprocess.run(
        [str(python), str(Path(__file__).resolve())],
        input=json.dumps({"records": records, "match": matches, "distinct": distinct}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"dedupe stopped: {done.stderr[-800:]}")
    pairs = json.loads(done.stdout.splitlines()[-1])
    weights = {(min(a, b), max(a, b)): score for a, b, score in pairs}
    return best_f1("dedupe", weights, data.truth, time.monotonic() - began)


def _environment() -> Path:
    """The peers' own Python, made when it is not there."""
    from benchmarks.template import DATA

    folder = DATA / "peers"
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if not ready.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        lock = ROOT / "requirements" / "peers.lock"
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)],
            check=True,
            stdout=sys.stderr,
        )
        ready.touch()
    return python


def _judge(asked: dict[str, Any]) -> list[tuple[str, str, float]]:
    """Every pair `dedupe` compares after training, with its score."""
    import io

    import dedupe

    deduper = dedupe.Dedupe(
        [dedupe.variables.String(field, has_missing=True) for field in FIELDS], num_cores=1
    )
    records = asked["records"]
    labelled = {
        kind: [
            {"__class__": "tuple", "__value__": [records[key] for key in pair]} for pair in pairs
        ]
        for kind, pairs in (("match", asked["match"]), ("distinct", asked["distinct"]))
    }
    deduper.prepare_training(records, training_file=io.StringIO(json.dumps(labelled)))
    deduper.train(index_predicates=False)
    scores = deduper.score(deduper.pairs(records))
    return [(str(one), str(other), float(score)) for (one, other), score in scores]


if __name__ == "__main__":
    print(json.dumps(_judge(json.load(sys.stdin))))
