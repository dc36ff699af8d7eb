"""What tables plug into the rooms below: permissions, scopes, the words of the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.access.registry import Permission, register_permissions
from wutong.platform.audit.registry import verbs
from wutong.platform.tabular import rules
from wutong.platform.tabular.demo import build_sources
from wutong.platform.tabular.pulling import tasks  # noqa: F401 - registers its tasks
from wutong.platform.tabular.pulling.running import settle
from wutong.platform.tabular.registry import after_check

demo_parts.register("sources", DemoPart(order=97, build=build_sources))
after_check.register("registers", settle)
register_permissions(
    Permission(rules.VIEW, _("See imports and their rows")),
    Permission(rules.SOURCES, _("Set up where registers are fetched from")),
)

verbs.register("import.uploaded", _("uploaded a file"))
verbs.register("import.sheet", _("chose another sheet"))
verbs.register("import.mapped", _("chose the columns of an import"))
verbs.register("import.words", _("said what words of a file mean"))
verbs.register("import.row_chosen", _("chose what a row of an import is"))
verbs.register("import.choices_carried", _("took choices over from the register before"))
verbs.register("import.rest_chosen", _("chose what the remaining rows of an import are"))
verbs.register("import.publish", _("had an import entered"))
verbs.register("import.published", _("entered an import"))
verbs.register("import.undo", _("had an import undone"))
verbs.register("import.undone", _("undid an import"))
verbs.register("import.discarded", _("discarded an import"))
verbs.register("import.forgotten", _("removed the file and rows of an old import"))
verbs.register("import.source_saved", _("set up where a register is fetched from"))
verbs.register("import.source_removed", _("removed a source of registers"))
verbs.register("import.entered_alone", _("had a fetched register entered within its limits"))
verbs.register("export.started", _("asked for an export"))
verbs.register("export.made", _("took rows out as a file"))
