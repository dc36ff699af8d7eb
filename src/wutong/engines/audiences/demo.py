"""Lists of people in the demo university, and segments that use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.core.people.models import Degree
from wutong.engines.audiences.definitions import Condition, Group
from wutong.engines.audiences.models import Segment
from wutong.engines.audiences.reading import lines_of_text
from wutong.engines.audiences.services.lists import make_list
from wutong.engines.audiences.services.segments import count_segment, save_segment
from wutong.engines.audiences.sharing import ALL_COLLEAGUES
from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User

if TYPE_CHECKING:
    from wutong.kernel.demo import DemoWorld

GUESTS, WITHOUT_NUMBER = 60, 12
STRANGERS = ("欧阳慕梧（家属）", "赵不在册 1988级")


def build_lists(world: DemoWorld) -> None:
    """The guests of a reunion as a class liaison wrote them down, and two segments with them."""
    author = User.objects.filter(email__startswith="staff@", is_demo=True).first()
    if author is None:
        return
    actor = Actor.of(author)
    guests = make_list(
        actor=actor,
        owner=author,
        name="秩年返校座谈会来宾",
        note="请勿再寄邀请函",
        lines=lines_of_text("\n".join(_guest_lines(world))),
        source="返校座谈会签到.xlsx",
        shared=ALL_COLLEAGUES,
    )
    anniversary = Segment.objects.filter(owner=author).order_by("pk").first()
    if anniversary is None:
        return
    invited = Condition("segment", {"chosen": [anniversary.pk]})
    came = Group("none", [Condition("list", {"chosen": [guests.pk]})])
    asleep = [
        Condition("reach", {"reach": "contactable"}),
        Condition("engagement", {"how": "never", "when": "ever"}),
    ]
    for name, note, root in (
        ("秩年校友（未到座谈会）", "补寄纪念册", Group("all", [invited, came])),
        ("联系得上、从未参与过的校友", "唤醒计划", Group("all", list(asleep))),
    ):
        segment = save_segment(
            actor=actor, owner=author, name=name, note=note, root=root, shared=ALL_COLLEAGUES
        )
        count_segment(segment=segment, user=author)
    world.say(f"a list of {guests.people} people")


def _guest_lines(world: DemoWorld) -> list[str]:
    rng = world.rng("audiences.lists")
    year = world.today.year - 10
    studies = list(
        Degree.objects.filter(leave_year=year, person__merged_into__isnull=True)
        .exclude(student_no="")
        .order_by("pk")
        .values_list("person__name", "student_no", "entry_year")[: 10 * GUESTS]
    )
    chosen = rng.sample(studies, min(GUESTS, len(studies)))
    lines = [f"{name} {number}" for name, number, _entered in chosen[WITHOUT_NUMBER:]]
    lines += [f"{name} {entered}级" for name, _number, entered in chosen[:WITHOUT_NUMBER]]
    rng.shuffle(lines)
    return [*lines, *STRANGERS]
