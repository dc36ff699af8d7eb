"""What this room plugs into others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.engines.wording import rules
from wutong.engines.wording.demo import build_wording
from wutong.engines.wording.importers import LeaderImporter, TermImporter
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs
from wutong.platform.tabular.reasons import reasons
from wutong.platform.tabular.registry import importers
from wutong.ui.office.registry import MenuItem, menu

for _verb, _said in {
    "wording.saved": _("changed the lists of wording"),
    "wording.certificate_saved": _("entered a certificate of public fundraising"),
    "wording.kept": _("kept something the check of wording had found"),
    "wording.reopened": _("took back that a finding is kept"),
}.items():
    verbs.register(_verb, _said)

reasons.register("wording_short", _("%(cell)s: “%(value)s” has one character; it would be found everywhere. Give the whole word."))  # fmt: skip
reasons.register("wording_backward", _("%(cell)s: the title ends before it begins. Correct it."))
importers.register("wording.leaders", LeaderImporter(), order=200)
importers.register("wording.terms", TermImporter(), order=201)
menu.add(
    MenuItem(
        "wording", pgettext_lazy("office", "Check of wording"), "approve",
        "office:wording-leaders", rules.VIEW, "publishing", order=60,
    )
)  # fmt: skip
demo_parts.register("wording", DemoPart(order=34, build=build_wording))
