"""What this room plugs into others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.engines.wording.public import further
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs
from wutong.platform.tabular.reasons import reasons
from wutong.platform.tabular.registry import importers
from wutong.programs.press import (
    figures,  # noqa: F401 - registers itself
    holdings,  # noqa: F401 - registers what this room holds about a person
    rules,
)
from wutong.programs.press.demo import build_press
from wutong.programs.press.importers import ClippingImporter
from wutong.programs.press.quoting import unquotable
from wutong.programs.press.selectors import find_press, press_todos
from wutong.ui.office.registry import MenuItem, SearchSource, menu, search_sources, todos

MEDIA = pgettext_lazy("office", "Media register")
HONOURS = pgettext_lazy("office", "Praise and honours")
for _verb, _said in {
    "press.outlet_saved": _("changed a media outlet"),
    "press.outlet_removed": _("took a media outlet out of the register"),
    "press.mention_saved": _("changed a report in the media register"),
    "press.mention_removed": _("took a report out of the media register"),
    "press.evidence_checked": _("looked at the evidence of a report"),
    "press.honour_saved": _("changed an entry of praise or honour"),
    "press.honour_removed": _("took praise or an honour out of the register"),
    "press.permission_set": _("noted a permission to quote"),
    "press.quoted": _("noted where somebody is quoted"),
    "press.quotation_ended": _("noted that somebody is no longer quoted"),
}.items():
    verbs.register(_verb, _said)

reasons.register("press_backward", _("%(cell)s: our text cannot have left after theirs was published. Correct it."))  # fmt: skip
reasons.register("press_no_link", _("%(cell)s: “%(value)s” is no address. Write it in full, with https://."))  # fmt: skip
reasons.register("press_new_outlet", _("“%(value)s” is not in the register yet and is added."))
reasons.register("press_no_evidence", _("There is no link: the report counts only once a clipping is added."))  # fmt: skip
importers.register("press.clippings", ClippingImporter(), order=210)
further.register("press.quotations", unquotable)
menu.add(
    MenuItem("press", MEDIA, "book", "office:press-mentions", rules.VIEW, "publishing", order=70)
)
menu.add(
    MenuItem(
        "praise", HONOURS, "heart", "office:press-honours", rules.HONOURS, "publishing", order=75
    )
)
search_sources.register(
    "press",
    SearchSource(MEDIA, rules.VIEW, find_press, order=80, list_url_name="office:press-mentions"),
)
todos.register("press", press_todos)
demo_parts.register("press", DemoPart(order=74, build=build_press))
