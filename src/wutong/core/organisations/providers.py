"""What this room plugs in: its letters, the words of the audit trail, the office."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.organisations import (
    holdings,  # noqa: F401 - registers what this room holds about a person
    rules,
    tasks,  # noqa: F401 - registers the clock's jobs
)
from wutong.core.organisations.api import offered  # noqa: F401 - registers what programs are offered
from wutong.core.organisations.coming import terms_ending
from wutong.core.organisations.demo import build
from wutong.core.organisations.letters import KIND, KIND_OF_LETTER
from wutong.core.organisations.merging import join_memberships
from wutong.core.organisations.panel import BelongingTimeline, panel_context
from wutong.core.organisations.todos import appointment_todos, find_organisations
from wutong.core.people.registry import PersonPanel, ahead, merge_steps, person_panels, timeline
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs
from wutong.platform.documents.public import kinds
from wutong.ui.office.registry import MenuItem, SearchSource, menu, search_sources, todos

demo_parts.register("organisations", DemoPart(order=30, build=build))
kinds.register(KIND, KIND_OF_LETTER)

verbs.register("organisation.added", _("added an organisation"))
verbs.register("organisation.changed", _("changed an organisation"))
verbs.register("organisation.joined", _("added a member"))
verbs.register("organisation.left", _("ended a membership"))
verbs.register("organisation.employment_linked", _("linked an employer"))
verbs.register("appointment.proposed", _("proposed an appointment"))
verbs.register("appointment.made", _("appointed somebody"))
verbs.register("appointment.made_many", _("appointed many"))
verbs.register("appointment.ended", _("ended an appointment"))
verbs.register("appointment.handed_over", _("handed an office over"))
verbs.register("appointment.letter_voided", _("made a letter of appointment void"))
verbs.register("appointment.letter_reissued", _("issued a letter of appointment again"))
verbs.register("appointment.letters_bundled", _("fetched the letters of a batch"))
verbs.register("appointment.terms_closed", _("closed terms that were over"))
verbs.register("appointment.batch_checked", _("checked a batch of appointments"))
verbs.register("appointment.batch_started", _("started a batch of appointments"))
verbs.register("appointment.batch_cancelled", _("put a batch of appointments away"))

menu.add(
    MenuItem(
        "organisations",
        pgettext_lazy("office", "Organisations"),
        "building",
        "office:organisations-list",
        rules.VIEW,
        "organisations",
        order=20,
    )
)
menu.add(
    MenuItem(
        "appointments",
        pgettext_lazy("office", "Appointments"),
        "approve",
        "office:appointments-list",
        rules.APPOINTMENTS,
        "organisations",
        order=30,
    )
)
todos.register("appointments", appointment_todos)
search_sources.register(
    "organisations",
    SearchSource(
        pgettext_lazy("office", "Organisations"), rules.VIEW, find_organisations, order=20
    ),
)
person_panels.register(
    "organisations",
    PersonPanel(
        _("Organisations and offices"),
        "organisations/office/panel.html",
        panel_context,
        rules.VIEW,
    ),
)
merge_steps.register("organisations.memberships", join_memberships)
timeline.register("organisations", BelongingTimeline(), order=15)
ahead.register("terms", terms_ending, order=50)
