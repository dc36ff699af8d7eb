"""What this room plugs in: the office's menu and to-dos, the words of the trail, demo data."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people.registry import PersonAction, person_actions
from wutong.core.rights import (
    holdings,  # noqa: F401 - registers what this room holds about a person
    occasions,  # noqa: F401 - registers what calls for an assessment
    rules,
)
from wutong.core.rights.demo import build_desk
from wutong.core.rights.services.transfers import note_file
from wutong.core.rights.todos import assessment_todos, rights_todos
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import listeners, verbs
from wutong.platform.privacy.enums import PROCESSORS, RETENTION
from wutong.ui.office.registry import MenuItem, menu, todos

verbs.register("rights.asked", _("noted a request about personal data"))
verbs.register("rights.identified", _("confirmed who asks"))
verbs.register("rights.done", _("fulfilled a request about personal data"))
verbs.register("rights.refused", _("refused a request about personal data"))
verbs.register("rights.withdrawn", _("took a request about personal data back"))
verbs.register("rights.erasure_approved", _("had a record put down for erasure"))
verbs.register("rights.erasure_hindered", _("could not erase a record yet"))

person_actions.register(
    "rights",
    PersonAction(
        _("Note a request about their data"),
        "shield",
        lambda pk: f"{reverse('office:privacy-case-new')}?person={pk}",
        rules.CHANGE,
    ),
    order=60,
)
verbs.register("assessment.opened", _("opened an impact assessment"))
verbs.register("assessment.written", _("wrote an impact assessment"))
verbs.register("assessment.decided", _("decided an impact assessment"))
verbs.register("transfer.noted", _("noted what data left the country"))
listeners.register("rights.transfers", note_file)
todos.register("rights", rights_todos)
todos.register("rights.assessments", assessment_todos)
demo_parts.register("rights", DemoPart(order=62, build=build_desk))
for key, label, icon, name, permission, order in (
    ("rights", pgettext_lazy("office", "Rights desk"), "shield", "privacy-cases", rules.VIEW, 20),
    (
        "retention", pgettext_lazy("office", "Retention"), "trash", "privacy-retention",
        RETENTION, 22,
    ),
    (
        "processors", pgettext_lazy("office", "Processors"), "building", "privacy-processors",
        PROCESSORS, 24,
    ),
    (
        "assessments", pgettext_lazy("office", "Impact assessments"), "approve",
        "privacy-assessments", rules.VIEW_ASSESSMENTS, 25,
    ),
    (
        "transfers", pgettext_lazy("office", "Transfers abroad"), "external", "privacy-transfers",
        rules.VIEW_TRANSFERS, 25,
    ),
    (
        "consent_texts", pgettext_lazy("office", "Consent texts"), "file", "privacy-texts",
        rules.TEXTS, 26,
    ),
):  # fmt: skip
    menu.add(MenuItem(key, label, icon, f"office:{name}", permission, "governance", order))
