"""What joining plugs into other rooms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.core.engagement.enums import CaseMode
from wutong.core.engagement.public import ActKind, kinds
from wutong.core.people.registry import PersonPanel, people_list_actions, person_panels
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs
from wutong.platform.links.public import register_action
from wutong.programs.joining import holdings, rules, tasks  # noqa: F401 - register themselves
from wutong.programs.joining.demo import build_applications
from wutong.programs.joining.office.inviting import INVITE, joining_panel
from wutong.programs.joining.office.views import TITLE, application_todos
from wutong.programs.joining.services.joining import ACT
from wutong.programs.joining.services.warning import NOT_ME, NotMeAction
from wutong.ui.office.registry import MenuItem, menu, todos
from wutong.ui.signin.registry import Newcomer, newcomers
from wutong.ui.site.registry import SiteItem, site_items

kinds.add(
    ActKind(
        code=ACT,
        label=_("Joined the alumni"),
        case_mode=CaseMode.NONE,
        counts_for_aem=False,
        icon="person",
    )
)
verbs.register("joining.invited", _("sent an invitation to join"))
verbs.register("joining.applied", _("applied to join"))
verbs.register("joining.joined", _("joined the alumni"))
verbs.register("joining.came_back", _("came in with a code"))
verbs.register("joining.warned", _("told the other addresses that a record was opened"))
verbs.register("joining.accepted", _("took an applicant in"))
verbs.register("joining.declined", _("declined an application to join"))
verbs.register("joining.asked", _("asked an applicant for more"))
verbs.register("joining.withdrawn", _("withdrew an application to join"))
register_action(NOT_ME, NotMeAction())
people_list_actions.register("joining.invite", INVITE)
person_panels.register(
    "joining",
    PersonPanel(_("Account"), "joining/office/panel.html", joining_panel, "people.record.view"),
    order=35,
)
todos.register("joining.applications", application_todos)
menu.add(
    MenuItem(
        "applications",
        TITLE,
        "plus",
        "office:joining-applications",
        rules.VIEW,
        "records",
        order=35,
    )
)
newcomers.register("joining", Newcomer(label=_("Join the alumni"), url_name="joining-start",
                                       after_url_name="joining-campus"))  # fmt: skip
site_items.register(
    "join",
    SiteItem(
        _("Join the alumni"),
        "plus",
        "/join/",
        where=frozenset({"head"}),
        prefixed=False,
        audience="visitors",
    ),
    order=80,
)
demo_parts.register("joining", DemoPart(order=72, build=build_applications))
