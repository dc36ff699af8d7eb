"""What this room plugs into others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.engines.audiences.public import Criterion, Topic, register_criterion
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs
from wutong.programs.graduation import (
    criterion,
    holdings,  # noqa: F401 - registers what this room holds about a person
    rules,
)
from wutong.programs.graduation.demo import build_intakes
from wutong.ui.office.registry import MenuItem, menu

demo_parts.register("graduation", DemoPart(order=97, build=build_intakes))
register_criterion(
    Criterion(
        key=criterion.KEY,
        label=_("Intake of graduates"),
        form=criterion.IntakeForm,
        to_q=criterion.to_q,
        describe=criterion.describe,
        topic=Topic.STUDIES,
    ),
    order=90,
)
verbs.register("graduation.opened", _("began an intake of graduates"))
verbs.register("graduation.changed", _("changed an intake of graduates"))
verbs.register("graduation.running", _("had graduates made alumni"))
verbs.register("graduation.done", _("made graduates alumni"))
verbs.register("graduation.undoing", _("had an intake of graduates undone"))
verbs.register("graduation.undone", _("undid an intake of graduates"))
menu.add(
    MenuItem(
        "graduation",
        _("Graduates"),
        "degree",
        "office:graduation-list",
        rules.VIEW,
        "records",
        order=58,
    )
)
