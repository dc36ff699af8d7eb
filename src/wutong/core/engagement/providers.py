"""What the ledger plugs into lower registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.core.organisations.events import appointment_listeners
from wutong.core.people.registry import timeline
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs

from . import (
    holdings,  # noqa: F401 -- registers what this room holds
    past_kinds,  # noqa: F401 -- registers kinds
    rules,  # noqa: F401 -- registers the scoper
    tasks,  # noqa: F401 -- registers the job
)
from .appointments import VolunteersInOffice
from .demo import build
from .timeline import ActsOnTimeline

verbs.register("engagement.recorded", _("recorded an act"))
verbs.register("engagement.recorded_many", _("recorded many acts"))
verbs.register("engagement.reversed", _("took an act back"))
verbs.register("engagement.subject_erased", _("erased a person from the ledger"))
timeline.register("engagement", ActsOnTimeline(), order=20)
demo_parts.register("engagement", DemoPart(order=50, build=build))
appointment_listeners.register("engagement", VolunteersInOffice())
