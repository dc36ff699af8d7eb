"""1,500 letters of appointment: from *appoint* to the last letter numbered and set as PDF.

The batch runs as in the worker, with progress: appointments, gapless numbers, check codes, acts in
the ledger and audit in transactions of 250, then one stored PDF a letter. The limit is Typst alone:
the same letters set by the same template, nothing read, numbered or stored. Beside it: the one PDF
for the printer and the ZIP, and the checking of the list.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from datetime import date

from benchmarks.result import Result
from benchmarks.template import clone, say, use

LETTERS, QUICK_LETTERS = 1_500, 300
GOAL_S = 120.0


def cpu() -> float:
    """Seconds of processor this process has used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def chosen(count: int) -> list[str]:
    """Student numbers of people who hold no office yet, as a list would name them; many more
    than needed, for some numbers were given twice and fit several people.
    """
    from wutong.core.organisations.models import Appointment
    from wutong.core.people.models import Degree

    taken = Appointment.objects.filter(role="ambassador", state="appointed").values("person")
    rows = (
        Degree.objects.filter(person__deceased=False, person__merged_into__isnull=True)
        .exclude(student_no="")
        .exclude(person__in=taken)
        .order_by("-person_id", "id")
        .distinct("person_id")
        .values_list("student_no", flat=True)
    )
    return [str(number) for number in rows[: count * 12]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="300 letters")
    parser.add_argument("--scale", default="article", choices=("article", "small"))
    options = parser.parse_args()
    count = QUICK_LETTERS if options.quick else LETTERS
    use(clone("appointments", scale=options.scale))

    from wutong.core.organisations.enums import Verdict
    from wutong.core.organisations.models import Appointment, Candidate
    from wutong.core.organisations.services.appointments import Office
    from wutong.core.organisations.services.batches import prepare_batch, run_batch, start_batch
    from wutong.core.organisations.services.bundles import bundle_letters, letters_of
    from wutong.core.organisations.services.reading_lists import find_people, lines_of_text
    from wutong.core.organisations.tasks import run_batch_job
    from wutong.core.people.models import Person
    from wutong.kernel.actors import Actor
    from wutong.platform.documents.public import letter_setter, set_letters
    from wutong.platform.jobs.public import start_progress

    people = Person.objects.count()
    actor = Actor.system("benchmark")
    started = time.perf_counter()
    lines = lines_of_text("\n".join(chosen(count)))
    found = find_people(lines, people=Person.objects.filter(merged_into__isnull=True))
    found = [item for item in found if item.person_id][:count]
    day = date(2026, 11, 22)
    batch = prepare_batch(
        actor=actor,
        title="Benchmark",
        office=Office("ambassador", "association", day, date(2029, 11, 21)),
        people=found,
        source="benchmark",
        appointed_on=day,
    )
    checked = time.perf_counter() - started
    say(f"{batch.counts} checked in {checked:.2f} s")

    progress = start_batch(actor=actor, batch_id=batch.pk, job=run_batch_job)
    started, used = time.perf_counter(), cpu()
    run_batch(actor=actor, batch_id=batch.pk, progress_id=progress.pk)
    seconds, spent = time.perf_counter() - started, cpu() - used
    made = Appointment.objects.filter(batch=batch, document__file__isnull=False).count()
    documents = letters_of(batch.pk)
    numbers = [document.number for document in documents]
    gapless = numbers == list(range(numbers[0], numbers[0] + len(numbers)))

    started = time.perf_counter()
    with letter_setter() as setter:
        for document in documents:
            set_letters([document], setter)
    bare = time.perf_counter() - started

    bundles = {}
    for kind in ("pdf", "zip"):
        waiting = start_progress(kind="benchmark", title=kind, owner=actor)
        started = time.perf_counter()
        stored = bundle_letters(actor=actor, batch_id=batch.pk, progress_id=waiting.pk, kind=kind)
        bundles[f"{kind}_s"] = round(time.perf_counter() - started, 2)
        bundles[f"{kind}_mb"] = round(stored.size / 1e6, 2)
    wanted = Candidate.objects.filter(batch=batch, verdict=Verdict.OK).count()
    scaled = seconds * LETTERS / count
    Result(
        name="appointments",
        value=seconds,
        unit="s",
        better="lower",
        limit=bare,
        limit_is="Typst alone, the same letters",
        people=people,
        quick=options.quick,
        goal="1,500 letters in at most two minutes, none missing, no gap",
        met=scaled <= GOAL_S and made == wanted == count == len(documents) and gapless,
        extra={
            "letters": made,
            "ms_per_letter": round(seconds / made * 1000, 1),
            "cpu_ms_per_letter": round(spent / made * 1000, 1),
            "check_s": round(checked, 2),
            **bundles,
        },
    ).report()


if __name__ == "__main__":
    sys.exit(main())
