"""Everybody built and judged: 300,000 people of one segment, and the pre-flight over them.

A nested segment that nearly everybody fits (studies with the genealogy of colleges, a list from a
file left out, engagement, consent, place, appointments) is built as the office builds it: its one
statement is run and the ids are kept. Then the pre-flight of a greeting to everybody judges each
person and writes why somebody does not get it. The limit of building is the bare statement that
keeps the ids of everybody.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

from benchmarks import template
from benchmarks.result import Result
from benchmarks.template import say

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.core.people.models import Person
    from wutong.engines.audiences.definitions import Group
    from wutong.platform.accounts.models import User

BUILD_S, PREFLIGHT_S = 10.0, 30.0
RUNS = 3
LISTED = 2_000


def author() -> User:
    """Somebody of the staff, who sees everybody who is not graded sensitive."""
    from wutong.kernel.actors import Actor
    from wutong.platform.access.public import grant_role
    from wutong.platform.accounts.models import User

    user = User.objects.create_user("bench-staff@bench.wutong.test", "not used to sign in")
    grant_role(actor=Actor.system("benchmark"), user=user, role="staff")
    return user


def listed(user: User) -> int:
    """A list of two thousand people as a file would bring it; its key."""
    from wutong.core.people.models import Degree
    from wutong.engines.audiences.reading import lines_of_text
    from wutong.engines.audiences.services.lists import make_list
    from wutong.kernel.actors import Actor

    numbers = Degree.objects.exclude(student_no="").order_by("pk")
    lines = lines_of_text("\n".join(numbers.values_list("student_no", flat=True)[:LISTED]))
    made = make_list(
        actor=Actor.of(user), owner=user, name="benchmark", lines=lines, source="benchmark"
    )
    return made.pk


def segments(list_id: int) -> dict[str, Group]:
    """Small and large, plain and nested; the first is the one that counts."""
    from wutong.core.reference.models import AcademicUnit
    from wutong.engines.audiences.definitions import Condition, Group

    colleges = AcademicUnit.objects.filter(parent__isnull=True, valid_to__isnull=True)
    some = list(colleges.order_by("code").values_list("pk", flat=True)[:10])
    asked = [
        Condition("study", {"units": some, "lineage": True}),
        Condition("study", {"entry_from": 1950}),
        Condition("engagement", {"when": "ever"}),
        Condition("place", {"overseas": "yes"}),
        Condition("appointment", {"held": "now"}),
    ]
    nearly_all = Group(
        "all",
        [
            Group("any", list(asked)),
            Group("none", [Condition("list", {"chosen": [list_id]})]),
            Group("any", [Condition("consent", {"topic": "greetings", "wish": "may"}),
                          Condition("reach", {"reach": "living"}),
                          Condition("reach", {"reach": "deceased"})]),
        ],
    )  # fmt: skip
    asleep = [
        Condition("reach", {"reach": "contactable"}),
        Condition("engagement", {"when": "ever", "how": "never"}),
    ]
    often = Condition("engagement", {"when": "ever", "at_least": 3})
    return {
        "nested": nearly_all,
        "everybody": Group(),
        "asleep": Group("all", list(asleep)),
        "often": Group("all", [often]),
        "consent": Group("all", [Condition("consent", {"topic": "news", "wish": "may"})]),
        "work": Group("all", [Condition("work", {"employer": "科技"})]),
    }


def keep(people: QuerySet[Person]) -> tuple[float, int]:
    """Seconds in which the ids of ``people`` are kept by one statement, and how many they are."""
    from django.db import connection

    sql, params = people.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_audience")
        cursor.execute("CREATE TEMP TABLE bench_audience (id bigint)")
        begun = time.perf_counter()
        cursor.execute(f"INSERT INTO bench_audience {sql}", params)
        return time.perf_counter() - begun, cursor.rowcount


def build(root: Group, user: User) -> tuple[float, int]:
    """From the stored definition to the kept ids, the compiling in."""
    from wutong.engines.audiences.definitions import dumps, loads
    from wutong.engines.audiences.public import people_in

    stored = dumps(root)
    begun = time.perf_counter()
    people = people_in(loads(stored), user)
    compiled = time.perf_counter() - begun
    seconds, count = keep(people)
    return compiled + seconds, count


def preflight(user: User) -> dict[str, Any]:
    """A draft to everybody judged for the first time, and once more: seconds and reasons."""
    from wutong.core.reference.models import LegalBody
    from wutong.engines.audiences.definitions import Group
    from wutong.engines.audiences.public import save_segment
    from wutong.engines.outreach.services.campaigns import count_audience, save_campaign
    from wutong.kernel.actors import Actor

    actor = Actor.of(user)
    segment = save_segment(actor=actor, owner=user, name="benchmark", root=Group())
    campaign = save_campaign(
        actor=actor,
        author=user,
        values={
            "title": "预检",
            "legal_body": LegalBody.objects.get(code="association"),
            "topic": "greetings",
            "segment": segment,
            "subject_zh": "{{ household }}，秋日安好",
            "body_zh": "{{ household }}：母校想念您。",
        },
    )
    begun = time.perf_counter()
    counts = count_audience(campaign=campaign)
    first = time.perf_counter() - begun
    begun = time.perf_counter()
    count_audience(campaign=campaign)
    return {
        "preflight_s": round(first, 2),
        "again_s": round(time.perf_counter() - begun, 2),
        "judged": sum(counts.values()),
        "get_it": counts.get("", 0),
        "reasons": len([reason for reason in counts if reason]),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="each segment once")
    parser.add_argument("--scale", default="article", choices=["article", "small"])
    options = parser.parse_args()
    template.use(template.clone("audience", scale=options.scale))
    from wutong.core.people.models import Person
    from wutong.core.people.public import visible_people

    user = author()
    runs = 1 if options.quick else RUNS
    bare = min(keep(Person.objects.all())[0] for _run in range(runs))
    found = {}
    for name, root in segments(listed(user)).items():
        found[name] = min(build(root, user) for _run in range(runs))
        say(f"{name}: {found[name][1]:,} people in {found[name][0]:.2f} s")
    judged = preflight(user)
    seconds, people = found["nested"]
    slowest = max(taken for taken, _people in found.values())
    Result(
        name="audience",
        value=seconds,
        unit="s",
        better="lower",
        limit=bare,
        limit_is="the bare statement that keeps the ids of everybody",
        people=Person.objects.count(),
        goal=f"built in under {BUILD_S:.0f} s, judged in under {PREFLIGHT_S:.0f} s",
        met=slowest < BUILD_S
        and judged["preflight_s"] < PREFLIGHT_S
        and judged["judged"] == visible_people(user).count(),
        quick=options.quick,
        extra={
            "built": people,
            "slowest_s": round(slowest, 2),
            "segments": ", ".join(
                f"{name} {count} in {taken:.2f} s" for name, (taken, count) in found.items()
            ),
            **judged,
        },
    ).report()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
