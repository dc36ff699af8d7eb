"""``make bench``: every benchmark one after another, and the table in docs/benchmarks.md."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- table: make bench -->", "<!-- end of table -->"
NAMES = (
    "import_register", "june_file", "export_people", "search_people", "directories", "matching",
    "greeting", "outreach", "faults", "audience", "counts", "texts", "text_faults",
    "journal_issue", "report", "appointments", "site", "reads",
)  # fmt: skip
HEAD = f"""# Benchmarks

Each figure stands beside its limit: what the machine can do at best, measured in the same run, so
that a slow or a busy machine moves both. Run one by `python -m benchmarks.NAME` (with `--quick`
for less than a minute), all by `make bench`, which writes the table below. Every benchmark starts
its own PostgreSQL with default durability and clones a template of 300,000 fictional people.

| name | what is measured | limit |
|---|---|---|
| import_register | a register of 300,000 rows: dry run and commit | COPY of the same rows, indexes and triggers live |
| june_file | 8,000 graduates: dry run and commit, then the undo; the slower of the two | one minute |
| export_people | the list of all people as CSV by a worker, contact values masked | COPY … TO of the same columns |
| search_people | 500 searches among 300,000 people through HTTP, signed in, 25 rows | the bare SQL |
| directories | 400 pages of the members' directory among 300,000 people through HTTP, by name, class, college, city, industry | the bare SQL |
| matching | who is the same person among 300,000, and on FEBRL 1 to 4 | the best F1 of Splink's defaults and recordlinkage |
| greeting | 20,000 personalised mails (20 KB of HTML and its text) from *send* to the last row marked delivered | the bare pipelining sender, one process |
| outreach | 100,000 of them from the approval on, by one worker process and by two, unsigned and signed; beside it Django's own mail and Postfix's smtp-source | the bare pipelining sender, one process, signing when ours does |
| faults | 20,000 recipients for each of seven kinds of fault; who was mailed exactly once, by the log of the receiving server | every recipient once |
| audience | a nested segment over 300,000 people from its definition to the kept ids; beside it other segments and the pre-flight of a greeting to everybody | the bare statement that keeps all ids |
| texts | 450,000 text messages of a festival from *send* to the last one accepted by the simulator of a gateway, receipts coming back meanwhile | the rate configured for the gateway |
| text_faults | 20,000 numbers for each of four kinds of fault between the house and a gateway; who was texted exactly once, by the gateway's log | every number once |
| journal_issue | one issue of the journal to 200,000 readers by e-mail, on WeChat and on paper with labels, from *send* to the last copy in the ledger | the bare sender and the account's rate, side by side |
| counts | the pages of sendings (their own, results, names behind a number) with 5,000,000 deliveries in 50 of them, through HTTP, signed in | what the pages ask of the database, bare |
| report | the account of a year in HTML with charts, caches empty | its own statements, bare |
| appointments | 1,500 letters of appointment from *appoint* to the last one numbered and set as PDF | Typst alone, the same letters |
| site | public pages kept, under a flood; beside it home and story built anew with all caches off, and the search among 20,000 stories | the same bytes as a file from nginx, or from Granian where there is no nginx |
| reads | a year of 3,000,000 reads of 2,000 stories noted beside the request and counted by the job, writers and job killed meanwhile: none lost, none twice | the same lines appended bare |
| lighthouse | Lighthouse on a phone profile over ten kinds of public pages in both languages, the lowest of the four marks; by itself (`python -m benchmarks.lighthouse`), because it needs Node and Chromium | a page without fault, 100 |

{BEGIN}
{END}
"""


def run(name: str, words: list[str]) -> dict[str, Any] | None:
    """One benchmark in a process of its own; None when it failed."""
    sys.stderr.write(f"\n== {name}\n")
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    lines = done.stdout.strip().splitlines()
    sys.stdout.write(done.stdout)
    sys.stdout.flush()
    if done.returncode or not lines:
        sys.stderr.write(f"{name} failed with status {done.returncode}\n")
        return None
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"


KNOWN = {
    "name", "value", "unit", "better", "limit", "limit_is", "ratio", "people", "quick", "goal",
    "met", "python",
}  # fmt: skip


def in_short(value: Any) -> str:
    """A list of sets by their names and F1 beside the best peer's, of faults by who got it once,
    anything else as it is.
    """
    return "; ".join(map(_line, value)) if isinstance(value, list) else str(value)


def _line(one: Any) -> str:
    if not isinstance(one, dict):
        return str(one)
    if "fault" in one:
        return (
            f"{one['fault']} {one['exactly_once']} once, {one['twice']} twice, {one['lost']} lost,"
            f" {one['uncertain']} uncertain of {one['in_flight']} in flight"
        )
    if "f1" in one:
        return f"{one['name']} {one['f1']} (peers {one['best_peer_f1']})"
    return " ".join(f"{key} {value}" for key, value in one.items())


def table(results: list[dict[str, Any]]) -> str:
    """The results as Markdown, with the day and the machine."""
    lines = [
        f"Measured {datetime.now(tz=UTC):%Y-%m-%d} on {machine()}.",
        "",
        "| name | value | unit | limit | ratio | goal | people | beside |",
        "|---|---:|---|---:|---:|---|---:|---|",
    ]
    for one in results:
        beside = ", ".join(
            f"{key} {in_short(value)}" for key, value in one.items() if key not in KNOWN
        )
        goal = one.get("goal", "") + {True: " ✓", False: " ✗"}.get(one.get("met"), "")  # type: ignore[arg-type]
        lines.append(
            f"| {one['name']}{' (quick)' if one.get('quick') else ''} | {one['value']:,} "
            f"| {one['unit']} | {one['limit']:,} | {one['ratio']} | {goal} | {one['people']:,} "
            f"| {beside} |"
        )
    return "\n".join(lines)


def write(results: list[dict[str, Any]]) -> None:
    """Put the table between its marks; the prose around it is left alone."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else HEAD
    if BEGIN not in text:
        text = f"{text.rstrip()}\n\n{BEGIN}\n{END}\n"
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(f"{before}{BEGIN}\n{table(results)}\n{END}{after}", encoding="utf-8")


def main() -> int:
    words = [word for word in sys.argv[1:] if word.startswith("-")]
    wanted = [word for word in sys.argv[1:] if not word.startswith("-")] or [
        name for name in NAMES if (ROOT / "benchmarks" / f"{name}.py").exists()
    ]
    results = [found for name in wanted if (found := run(name, words))]
    if results:
        write(results)
    return 0 if len(results) == len(wanted) else 1


if __name__ == "__main__":
    raise SystemExit(main())
