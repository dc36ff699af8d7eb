"""The June file: 8,000 graduates go in within a minute, and out again in one.

In is the dry run with the commit, out the undo; each by a real worker among 300,000 people. The
figure is the slower of the two, the limit the minute that the office is promised.
"""

from __future__ import annotations

import argparse

from benchmarks import template
from benchmarks.import_worker import working
from benchmarks.register_file import write
from benchmarks.result import Result

ROWS, MINUTE = 8_000, 60.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the same: it takes half a minute")
    parser.add_argument("--scale", default="article")
    options = parser.parse_args()
    template.use(template.clone("june_file", scale=options.scale))
    from wutong.core.people.models import Person
    from wutong.core.reference.models import AcademicUnit

    people = Person.objects.count()
    colleges = list(AcademicUnit.objects.filter(kind="college").values_list("name_zh", flat=True))
    path = template.DATA / "registers" / f"june-{ROWS}-{template.key()}.xlsx"
    write(path, ROWS, colleges, leaving=int(template.TODAY[:4]))
    with working(path) as run:
        run.check()
        run.enter()
        entered = Person.objects.count() - people
        run.undo()
    left = Person.objects.count() - people
    come_in = run.taken["check_s"] + run.taken["commit_s"]
    go_out = run.taken["undo_s"]
    worst = max(come_in, go_out)
    Result(
        name="june_file",
        value=worst,
        unit="s",
        better="lower",
        limit=MINUTE,
        people=people,
        limit_is="the minute promised, for the way in and for the way out",
        goal=f"in (dry run and commit) and out (undo) each under {MINUTE:.0f} s, nothing left",
        met=worst < MINUTE and left == 0,
        quick=options.quick,
        extra={
            "rows": ROWS, "entered": entered, "left_after_undo": left,
            "in_s": round(come_in, 2), "out_s": round(go_out, 2),
            **run.taken, "peak_mb": run.peak_mb,
        },
    ).report()  # fmt: skip


if __name__ == "__main__":
    main()
