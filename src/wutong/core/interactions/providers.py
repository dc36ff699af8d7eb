"""What this room plugs in: the words of the audit trail, the office's menu, a person's page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.interactions import (
    holdings,  # noqa: F401 - registers what this room holds about a person
    rules,
)
from wutong.core.interactions.coming import entries_to_confirm
from wutong.core.interactions.copies import KIND_OF_COPY
from wutong.core.interactions.demo import build_interactions
from wutong.core.interactions.dossier import contacts, organisations, people
from wutong.core.interactions.duty_link import DutyAction
from wutong.core.interactions.office.addresses import (
    briefing_url,
    organisation_briefing_url,
    organisation_report_url,
    update_for_url,
)
from wutong.core.interactions.panel import ContactsOnTimeline, panel_context
from wutong.core.interactions.registry import DossierSource, dossier_sources
from wutong.core.interactions.services.duty import ACTION, COPY
from wutong.core.interactions.todos import steward_todos
from wutong.core.organisations.registry import OrganisationAction, organisation_actions
from wutong.core.people.registry import (
    PersonAction,
    PersonPanel,
    ahead,
    person_actions,
    person_panels,
    timeline,
)
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs
from wutong.platform.documents.public import kinds
from wutong.platform.links.public import register_action
from wutong.ui.office.registry import MenuItem, menu, todos

ahead.register("duty", entries_to_confirm, order=10)
demo_parts.register("interactions", DemoPart(order=35, build=build_interactions))

verbs.register("update.taken_over", _("took over what somebody told the office"))
verbs.register("update.undone", _("took a contact update back"))
verbs.register("duty.added", _("added an entry to the duty directory"))
verbs.register("duty.changed", _("changed an entry of the duty directory"))
verbs.register("duty.ended", _("took an entry out of the duty directory"))
verbs.register("duty.taken_in", _("took officers into the duty directory"))
verbs.register("duty.asked", _("asked for confirmation of the duty directory"))
verbs.register("duty.confirmed", _("confirmed an entry of the duty directory"))
verbs.register("duty.left", _("said that an office has passed on"))
verbs.register("duty.answer_undone", _("took an answer about the duty directory back"))
verbs.register("duty.printed", _("printed the duty directory"))
verbs.register("group.added", _("added a WeChat group"))
verbs.register("group.changed", _("changed a WeChat group"))
verbs.register("group.closed", _("closed a WeChat group"))
verbs.register("group.told", _("told WeChat groups something"))
verbs.register("dossier.viewed", _("looked at a briefing sheet"))
verbs.register("report.written", _("wrote a contact report"))
verbs.register("report.changed", _("changed a contact report"))
verbs.register("report.step_done", _("did a next step"))
verbs.register("report.step_reopened", _("opened a next step again"))
verbs.register("key.named", _("put somebody on the list of key alumni"))
verbs.register("key.changed", _("changed the list of key alumni"))
verbs.register("key.ended", _("took somebody off the list of key alumni"))

menu.add(
    MenuItem(
        "updates",
        pgettext_lazy("office", "Contact updates"),
        "edit",
        "office:updates-paste",
        rules.PEOPLE_CHANGE,
        "people",
        order=12,
    )
)
person_actions.register(
    "briefing", PersonAction(_("Briefing sheet"), "print", briefing_url, rules.DOSSIER), order=5
)
organisation_actions.register(
    "briefing",
    OrganisationAction(_("Briefing sheet"), "print", organisation_briefing_url, rules.DOSSIER),
    order=5,
)
organisation_actions.register(
    "report",
    OrganisationAction(_("Write a report"), "phone", organisation_report_url, rules.REPORT),
    order=10,
)
for _key, _source in {
    "studies": DossierSource("studies", people.studies, most=4),
    "work": DossierSource("work", people.work, most=4),
    "alumni": DossierSource("alumni", organisation=organisations.alumni, most=9),
    "offices": DossierSource("offices", people.offices, organisations.officers, most=6),
    "gifts": DossierSource("gifts", contacts.gifts, most=4),
    "promises": DossierSource(
        "promises",
        contacts.about("person", contacts.promises),
        contacts.about("organisation", contacts.promises),
    ),
    "contacts": DossierSource(
        "contacts",
        contacts.about("person", contacts.last_contacts),
        contacts.about("organisation", contacts.last_contacts),
    ),
    "care": DossierSource(
        "care",
        contacts.about("person", contacts.care),
        contacts.about("organisation", contacts.care),
    ),
}.items():
    dossier_sources.register(_key, _source)
person_actions.register(
    "updates",
    PersonAction(
        _("Paste an update"), "copy", update_for_url, rules.PEOPLE_CHANGE, for_the_dead=False
    ),
    order=10,
)
menu.add(
    MenuItem(
        "reports",
        pgettext_lazy("office", "Contact reports"),
        "file",
        "office:reports-list",
        rules.REPORTS,
        "people",
        order=16,
    )
)
menu.add(
    MenuItem(
        "key-alumni",
        pgettext_lazy("office", "Key alumni"),
        "bookmark",
        "office:key-list",
        rules.KEY,
        "people",
        order=18,
    )
)
menu.add(
    MenuItem(
        "duty",
        pgettext_lazy("office", "Duty directory"),
        "phone",
        "office:duty-list",
        rules.DUTY,
        "organisations",
        order=34,
    )
)
menu.add(
    MenuItem(
        "groups",
        pgettext_lazy("office", "WeChat groups"),
        "people",
        "office:groups-list",
        rules.GROUPS,
        "organisations",
        order=36,
    )
)
kinds.register(COPY, KIND_OF_COPY)
register_action(ACTION, DutyAction())
todos.register("interactions", steward_todos)
timeline.register("interactions", ContactsOnTimeline(), order=12)
person_panels.register(
    "interactions",
    PersonPanel(
        _("Contact with the office"), "interactions/office/panel.html", panel_context, rules.REPORTS
    ),
    order=5,
)
