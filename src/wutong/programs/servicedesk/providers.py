"""What this room plugs into others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.engagement.enums import CaseMode
from wutong.core.engagement.public import ActKind, kinds
from wutong.core.people.registry import (
    PersonAction,
    PersonPanel,
    ahead,
    person_actions,
    person_panels,
    timeline,
)
from wutong.engines.inbox.registry import MessageAction, message_actions
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs
from wutong.platform.links.public import register_action
from wutong.programs.servicedesk import (
    figures,  # noqa: F401 - registers itself
    holdings,  # noqa: F401 - registers what this room holds about a person
    rules,
)
from wutong.programs.servicedesk.coming import cases_asked
from wutong.programs.servicedesk.demo import build_cases
from wutong.programs.servicedesk.links import RATED, DepartmentAction, RateAction
from wutong.programs.servicedesk.office.addresses import case_for_url, case_from_url
from wutong.programs.servicedesk.selectors import (
    CasesOnTimeline,
    case_from,
    case_todos,
    find_cases,
    panel_context,
)
from wutong.programs.servicedesk.services.answering import DEPARTMENT, RATE
from wutong.ui.office.registry import MenuItem, SearchSource, menu, search_sources, todos

TITLE = pgettext_lazy("office", "Service desk")
for _verb, _said in {
    "case.opened": _("opened a case"),
    "case.changed": _("changed a case"),
    "case.taken": _("took a case"),
    "case.noted": _("noted something on a case"),
    "case.handed": _("handed a case to a department"),
    "case.department_replied": _("replied to the office about a case"),
    "case.reply_undone": _("took a reply about a case back"),
    "case.answered": _("answered a case"),
    "case.rated": _("rated the answer to a case"),
    "case.rating_undone": _("took a rating back"),
    "case.closed": _("closed a case without an answer"),
    "case.reopened": _("opened a case again"),
    "case.joined": _("joined a case to another"),
    "case.setup_saved": _("changed the set-up of the service desk"),
}.items():
    verbs.register(_verb, _said)

kinds.add(
    ActKind(
        code=RATED, label=_("Rated the alumni office's service"),
        case_mode=CaseMode.COMMUNICATION, unit="reply", icon="heart",
    )
)  # fmt: skip
register_action(DEPARTMENT, DepartmentAction())
register_action(RATE, RateAction())
menu.add(MenuItem("cases", TITLE, "question", "office:cases-list", rules.VIEW, "work", order=40))
todos.register("cases", case_todos)
search_sources.register(
    "cases",
    SearchSource(TITLE, rules.VIEW, find_cases, order=62, list_url_name="office:cases-list"),
)
timeline.register("cases", CasesOnTimeline(), order=19)
ahead.register("cases", cases_asked, order=20)
person_panels.register(
    "cases", PersonPanel(TITLE, "servicedesk/office/panel.html", panel_context, rules.VIEW), order=8
)
person_actions.register(
    "case", PersonAction(_("Open a case"), "question", case_for_url, rules.CHANGE), order=15
)
message_actions.register(
    "case", MessageAction(_("Open a case"), "question", rules.CHANGE, case_from_url, case_from)
)
demo_parts.register("servicedesk", DemoPart(order=73, build=build_cases))
