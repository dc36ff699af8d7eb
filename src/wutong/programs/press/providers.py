"""What this room plugs into others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.engines.wording.public import checked, further
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.approvals.public import Kind, subjects
from wutong.platform.approvals.public import kinds as approval_kinds
from wutong.platform.audit.registry import verbs
from wutong.platform.documents.public import kinds as document_kinds
from wutong.platform.tabular.reasons import reasons
from wutong.platform.tabular.registry import importers
from wutong.programs.press import (
    figures,  # noqa: F401 - registers itself
    holdings,  # noqa: F401 - registers what this room holds about a person
    rules,
)
from wutong.programs.press.demo import build_press
from wutong.programs.press.demo_briefings import build_briefings
from wutong.programs.press.importers import ClippingImporter
from wutong.programs.press.papers import KIND, KIND_OF_BRIEFING
from wutong.programs.press.quoting import unquotable
from wutong.programs.press.registry import BriefingSource, briefing_sources
from wutong.programs.press.selectors import find_press, press_todos
from wutong.programs.press.sources import house, people
from wutong.ui.office.registry import MenuItem, SearchSource, menu, search_sources, todos
from wutong.ui.site.registry import SiteItem, site_items

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
    "press.briefing_begun": _("began a work briefing"),
    "press.briefing_gathered": _("gathered a work briefing"),
    "press.briefing_changed": _("changed a work briefing"),
    "press.briefing_discarded": _("threw the draft of a briefing away"),
    "press.briefing_taken_back": _("took a briefing back to draft"),
    "press.briefing_issued": _("issued a work briefing"),
    "press.briefing_fetched": _("fetched a work briefing"),
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
menu.add(
    MenuItem(
        "briefing", pgettext_lazy("office", "Work briefing"), "file", "office:press-briefings",
        rules.BRIEFING, "publishing", order=80,
    )
)  # fmt: skip
subjects.register("briefing", rules.BriefingSubject())
approval_kinds.register(
    "briefing",
    Kind(_("Work briefings"), rules.BRIEFING_APPROVE, _("One colleague approves it.")),
    order=40,
)
document_kinds.register(KIND, KIND_OF_BRIEFING)
checked.register("briefing", rules.BriefingTexts())
for _key, _section, _lines in (
    ("contacts", "visits", people.contacts),
    ("appointments", "offices", people.appointments),
    ("honours", "honours", house.praise),
    ("messages", "messages", house.messages),
    ("media", "media", house.in_the_media),
    ("figures", "figures", house.counted),
    ("deaths", "deaths", people.deaths),
):
    briefing_sources.register(_key, BriefingSource(_section, _lines))
search_sources.register(
    "press",
    SearchSource(MEDIA, rules.VIEW, find_press, order=80, list_url_name="office:press-mentions"),
)
todos.register("press", press_todos)
site_items.register(
    "press.praise",
    SiteItem(_("Said of us"), "heart", "/praise/", where=frozenset({"foot"})),
    order=45,
)
demo_parts.register("press", DemoPart(order=74, build=build_press))
demo_parts.register("press.briefings", DemoPart(order=98, build=build_briefings))
