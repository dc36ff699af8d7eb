"""What this room plugs in: the headings and the figures of the rooms below."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.platform.audit.registry import verbs

from . import rules, tasks  # noqa: F401 -- they register
from .catalogue import colleges, engagement, offices, people, sections  # noqa: F401 -- they register

verbs.register("year.prepared", _("prepared the closing of a year"))
verbs.register("year.withdrawn", _("withdrew the closing of a year"))
verbs.register("year.closed", _("closed a year"))
verbs.register("year.restated", _("restated a closed figure"))
