"""A round under way in the demo: one college has signed, another is at it, the rest have not begun."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.programs.verification.enums import Answer
from wutong.programs.verification.services.answering import answer_line, sign_list
from wutong.programs.verification.services.rounds import open_round

if TYPE_CHECKING:
    from wutong.kernel.demo import DemoWorld

LOOKED_AT = 24


def build_verification(world: DemoWorld) -> None:
    """Those who left ten years ago; answers are drawn from a source of chance of their own."""
    user = User.objects.filter(email="staff@demo.wutong.test").first()
    if user is None:
        return
    actor, rng = Actor.of(user), world.rng("verification")
    year = world.today.year
    opened = open_round(
        actor=actor,
        user=user,
        values={
            "title": f"{year} 年信息核对",
            "leave_from": year - 10,
            "leave_to": year - 9,
            "due_on": world.today + timedelta(days=30),
        },
    )
    lists = list(opened.lists.filter(people__gte=3).order_by("unit__code")[:2])
    for place, unit_list in enumerate(lists):
        lines = unit_list.lines.order_by("pk")
        for line in lines if place == 0 else lines[:LOOKED_AT]:
            chance = rng.random()
            if chance < 0.2:
                given = {"title": rng.choice(("经理", "工程师", "副教授", "主任")),
                         "employer": rng.choice(("梧桐市规划院", "江南大学附属医院", "远山科技"))}  # fmt: skip
                answer_line(actor=actor, line_id=line.pk, answer=Answer.CHANGED, given=given)
            else:
                answer = Answer.UNKNOWN if chance < 0.3 else Answer.RIGHT
                answer_line(actor=actor, line_id=line.pk, answer=answer)
        if place == 0:
            sign_list(actor=actor, user=user, list_id=unit_list.pk, name="陈老师")
    world.say(f"verification: {opened.lists.count()} colleges asked")
