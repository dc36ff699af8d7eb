"""The members' directory among 300,000 people, a quarter of whom are listed.

A real server (Granian, one worker) on loopback; 400 fixed pages, asked by six members in turn (each
has a daily limit): by name, pinyin, class, college, city, industry and combinations, further pages
among them. The figure is the p95 of whole pages, from the request's first byte to the answer's
last. The limit is the bare SQL that finds the people of the same pages.
"""

from __future__ import annotations

import argparse
import random
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from benchmarks.result import Result, percentile
from benchmarks.search_people import GIVEN, PINYIN, SURNAMES, Office, bare_times
from benchmarks.template import clone, say, use

if TYPE_CHECKING:
    from wutong.programs.members.selectors.directory import Asked

PAGES = 400
READERS = 6
WARMING = 20
GOAL_MS = 60.0


def questions() -> list[Asked]:
    """The 400, the same on every machine for the same data."""
    from wutong.core.reference.models import ClassGroup
    from wutong.programs.members.selectors.directory import Asked, colleges, industries, places

    rng = random.Random(2026)
    units = [unit.pk for unit in colleges()]
    regions = [place.pk for place in places()]
    trades = industries()
    classes = list(ClassGroup.objects.order_by("pk").values_list("name", flat=True)[:2000])
    kinds = (
        (60, lambda: Asked(name=rng.choice(SURNAMES), page=rng.choice((1, 1, 2, 5)))),
        (50, lambda: Asked(name=rng.choice(SURNAMES) + rng.choice(GIVEN))),
        (40, lambda: Asked(name=rng.choice(PINYIN))),
        (40, lambda: Asked(class_name=rng.choice(classes))),
        (50, lambda: Asked(college=rng.choice(units), page=rng.choice((1, 1, 3, 10)))),
        (50, lambda: Asked(place=rng.choice(regions), page=rng.choice((1, 1, 2)))),
        (40, lambda: Asked(industry=rng.choice(trades), page=rng.choice((1, 1, 10)))),
        (40, lambda: Asked(college=rng.choice(units), place=rng.choice(regions))),
        (20, lambda: Asked(name=rng.choice(SURNAMES), industry=rng.choice(trades))),
        (10, lambda: Asked(page=rng.randrange(1, 11))),
    )
    made = [make() for number, make in kinds for _ in range(number)]
    rng.shuffle(made)
    return made


def readers() -> list[tuple[int, str]]:
    """Six alumni with accounts and cards: person id and session key."""
    from django.test import Client

    from wutong.core.people.models import Degree, Person
    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User
    from wutong.programs.members.services.accounts import link_account

    made = []
    studied = Degree.objects.filter(class_group__isnull=False, leave_year=2010).order_by("pk")
    people = Person.objects.filter(
        pk__in=studied.values("person_id"), deceased=False, merged_into=None, user=None
    )
    for number, person in enumerate(people.order_by("pk")[:READERS]):
        user = User.objects.create_user(
            f"bench{number}@bench.wutong.test", "not a password anybody has"
        )
        link_account(actor=Actor.system("bench"), user=user, person_id=person.pk)
        browser = Client()
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        made.append((person.pk, browser.cookies["sessionid"].value))
    return made


def address(asked: Asked) -> str:
    """The page of a question."""
    given = {
        "name": asked.name, "class": asked.class_name, "college": asked.college,
        "place": asked.place, "industry": asked.industry, "page": asked.page,
    }  # fmt: skip
    return f"/me/directory/?{urlencode({key: value for key, value in given.items() if value})}"


def bare_sql(person_id: int, asked: list[Asked]) -> list[float]:
    """Milliseconds of finding the people of each page, as SQL alone."""
    from wutong.core.people.models import Person
    from wutong.programs.members.selectors.directory import PAGE, matching, reader_of

    reader = reader_of(Person.objects.get(pk=person_id))
    assert reader is not None
    starts = [(page, (page.page - 1) * PAGE) for page in asked]
    return bare_times(matching(reader, page)[at : at + PAGE + 1] for page, at in starts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100 pages only")
    quick = parser.parse_args().quick
    use(clone("directories"))
    from wutong.core.consent.models import Visibility
    from wutong.core.people.models import Person

    pages = questions()[: 100 if quick else PAGES]
    members = readers()
    people, listed = Person.objects.count(), Visibility.objects.filter(name__gte=2).count()
    say(f"{people} people, {listed} of them listed for all members")
    limits = bare_sql(members[0][0], pages)
    office = Office(members[0][1])
    answers = []
    try:
        for page in pages[:WARMING]:
            office.get(address(page), {})
        for number, page in enumerate(pages):
            office.cookie = f"sessionid={members[number % READERS][1]}"
            answers.append(office.get(address(page), {}))
    finally:
        office.stop()
    times = [ms for ms, _size in answers]
    p95 = percentile(times, 0.95)
    Result(
        name="directories",
        value=p95,
        unit="ms",
        better="lower",
        limit=percentile(limits, 0.95),
        limit_is="p95 of the same pages as bare SQL",
        people=people,
        goal=f"p95 at most {GOAL_MS:.0f} ms",
        met=p95 <= GOAL_MS,
        quick=quick,
        extra={
            "pages": len(pages),
            "listed": listed,
            "p50_ms": round(percentile(times, 0.5), 2),
            "p95_ms": round(p95, 2),
            "max_ms": round(max(times), 2),
            "sql_p50_ms": round(percentile(limits, 0.5), 2),
            "sql_p95_ms": round(percentile(limits, 0.95), 2),
            "page_kb": round(max(size for _ms, size in answers) / 1024, 1),
        },
    ).report()


if __name__ == "__main__":
    main()
