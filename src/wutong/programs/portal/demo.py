"""The demo's public face: chairs who let their names stand, and an index of what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.core.consent.public import Audience, Method, set_levels
from wutong.core.organisations.public import office_holders, organisations_for_everybody
from wutong.kernel.actors import Actor
from wutong.programs.portal.indexing import repair

if TYPE_CHECKING:
    from wutong.kernel.demo import DemoWorld

ACTOR = Actor.system("demo")
NAMED = 0.7


def build(world: DemoWorld) -> None:
    """Seven in ten chairs of places are named to everybody; then everything is read."""
    rng = world.rng("portal")
    bodies = organisations_for_everybody().filter(alumni_type__in=("regional", "overseas"))
    for body in bodies.order_by("pk"):
        chair = next(iter(office_holders(body.pk)), None)
        if chair is not None and rng.random() < NAMED:
            set_levels(
                actor=ACTOR,
                person_id=chair.person_id,
                levels={"name": Audience.EVERYONE},
                method=Method.DEMO,
            )
    done = repair()
    world.say(f"portal: {sum(written for written, _gone in done.values()):,} public texts")
