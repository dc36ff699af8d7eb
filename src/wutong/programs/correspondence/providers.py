"""What this room plugs into others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.engagement.enums import CaseMode
from wutong.core.engagement.public import ActKind
from wutong.core.engagement.public import kinds as act_kinds
from wutong.core.interactions.registry import DossierSource, dossier_sources
from wutong.core.organisations.registry import OrganisationAction, organisation_actions
from wutong.core.people.registry import (
    PersonAction,
    PersonPanel,
    person_actions,
    person_panels,
    timeline,
)
from wutong.engines.inbox.registry import single_owners
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.approvals.public import Kind, subjects
from wutong.platform.approvals.public import kinds as approval_kinds
from wutong.platform.audit.registry import verbs
from wutong.platform.documents.public import kinds as document_kinds
from wutong.programs.correspondence import (
    figures,  # noqa: F401 - registers itself
    holdings,  # noqa: F401 - registers what this room holds about a person
    rules,
)
from wutong.programs.correspondence.demo import build_letters
from wutong.programs.correspondence.office.addresses import letter_for_url, letter_to_url
from wutong.programs.correspondence.papers import KIND, KIND_OF_LETTER
from wutong.programs.correspondence.selectors import (
    LetterMails,
    LettersOnTimeline,
    briefing_lines,
    find_letters,
    letter_lines,
    letter_todos,
    panel_context,
)
from wutong.programs.correspondence.services.sending import ANSWERED
from wutong.programs.press.registry import BriefingSource, briefing_sources
from wutong.ui.office.registry import MenuItem, SearchSource, menu, search_sources, todos

TITLE = pgettext_lazy("office", "Formal letters")
for _verb, _said in {
    "letter.begun": _("began a formal letter"),
    "letter.changed": _("changed a formal letter"),
    "letter.position_confirmed": _("confirmed a title for a formal letter"),
    "letter.discarded": _("threw the draft of a letter away"),
    "letter.taken_back": _("took a letter back to draft"),
    "letter.sealed": _("numbered and sealed a letter"),
    "letter.sent": _("sent a formal letter"),
    "letter.answered": _("noted the answer to a letter"),
    "letter.answer_taken_back": _("took the answer to a letter back"),
    "letter.came_back": _("noted that a letter came back"),
    "letter.voided": _("made a formal letter void"),
    "letter.fetched": _("fetched a formal letter"),
    "letter.template_saved": _("changed a text for letters"),
}.items():
    verbs.register(_verb, _said)

act_kinds.add(
    ActKind(
        code=ANSWERED, label=_("Answered a formal letter"), case_mode=CaseMode.COMMUNICATION,
        unit="reply", icon="mail",
    )
)  # fmt: skip
document_kinds.register(KIND, KIND_OF_LETTER)
subjects.register("letter", rules.LetterSubject())
approval_kinds.register(
    "letter",
    Kind(
        _("Formal letters"),
        "letters.record.approve",
        _("One colleague signs it off; before, another checks it where its author asks for that."),
    ),
    order=20,
)
menu.add(
    MenuItem("letters", TITLE, "mail", "office:letters-list", rules.VIEW, "messages", order=40)
)
todos.register("letters", letter_todos)
search_sources.register(
    "letters",
    SearchSource(TITLE, rules.VIEW, find_letters, order=60, list_url_name="office:letters-list"),
)
single_owners.register("letters", LetterMails())
timeline.register("letters", LettersOnTimeline(), order=18)
person_panels.register(
    "letters",
    PersonPanel(TITLE, "correspondence/office/panel.html", panel_context, rules.VIEW),
    order=30,
)
person_actions.register(
    "letter", PersonAction(_("Write a letter"), "mail", letter_for_url, rules.CHANGE), order=20
)
organisation_actions.register(
    "letter",
    OrganisationAction(_("Write a letter"), "mail", letter_to_url, rules.CHANGE),
    order=20,
)
dossier_sources.register(
    "letters",
    DossierSource(
        "contacts",
        lambda key, viewer: letter_lines(viewer, person=key),
        lambda key, viewer: letter_lines(viewer, organisation=key),
        most=2,
    ),
    order=200,
)
briefing_sources.register("letters", BriefingSource("letters", briefing_lines))
demo_parts.register("correspondence", DemoPart(order=72, build=build_letters))
