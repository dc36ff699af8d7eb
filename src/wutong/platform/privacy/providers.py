"""What this room plugs in, for itself and for the rooms of the platform below it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.platform.audit.registry import verbs
from wutong.platform.privacy import (
    platform_holdings,  # noqa: F401 - registers what the platform holds
    platform_rules,  # noqa: F401 - registers how long the platform keeps it
    rules,  # noqa: F401 - registers permissions and scopes
    tasks,  # noqa: F401 - registers the clock's jobs
)

verbs.register("privacy.copy_asked", _("asked for a copy of all data"))
verbs.register("privacy.copy_made", _("made a copy of all data"))
verbs.register("privacy.erased", _("erased a person's data"))
verbs.register("privacy.restrained", _("kept a person's data out of use"))
verbs.register("privacy.retention_run", _("let go of what had passed its time"))
verbs.register("privacy.processor_saved", _("changed the register of processors"))
