"""What this room plugs into others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.core.engagement.enums import CaseMode
from wutong.core.engagement.public import ActKind, kinds
from wutong.core.people.registry import (
    PersonColumn,
    PersonPanel,
    person_columns,
    person_panels,
    timeline,
)
from wutong.engines.audiences.public import Criterion, Topic, register_criterion, segment_uses
from wutong.engines.outreach.public import LetterButton, letter_buttons
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs
from wutong.platform.links.public import register_action
from wutong.platform.tabular.reasons import reasons
from wutong.programs.journal import (
    criterion,
    exporters,  # noqa: F401 - registers what leaves as a file
    figures,  # noqa: F401 - registers F23 and F24 and what stands beside them
    holdings,  # noqa: F401 - registers what this room holds about a person
    rules,
)
from wutong.programs.journal.demo import build_journal
from wutong.programs.journal.links import ReadAction
from wutong.programs.journal.reading import ACTION, READ_ACT, VALID_FOR
from wutong.programs.journal.selectors import JournalOnTimeline, panel_context
from wutong.programs.journal.services.stories import JournalCopies, into_the_journal
from wutong.programs.journal.site.addresses import AREA, PATH
from wutong.programs.journal.site.finding import Issues
from wutong.programs.journal.uses import todos_of, uses_in_issues
from wutong.programs.publishing.registry import StoryChannel, channels, copies
from wutong.ui.office.registry import MenuItem, menu, todos
from wutong.ui.site.registry import SiteItem, findables, site_items

for _verb, _said in {
    "journal.saved": _("saved an issue of the journal"),
    "journal.published": _("published an issue of the journal"),
    "journal.withdrawn": _("took an issue of the journal off the web"),
    "journal.article_saved": _("saved an article of the journal"),
    "journal.article_removed": _("took an article out of the journal"),
    "journal.article_restored": _("put an article of the journal back"),
    "journal.credit_tied": _("said who is meant by a name in the journal"),
    "journal.credit_untied": _("took back who is meant by a name in the journal"),
    "journal.posted": _("fixed the postal list of an issue"),
    "journal.post_taken_back": _("took back the postal list of an issue"),
    "journal.letters_taken_over": _("brought the ledger to where the letters stand"),
    "journal.paper_set": _("set an issue of the journal as PDF"),
    "journal.labels_made": _("had postal labels made"),
    "journal.returned": _("noted a copy of the journal that came back"),
    "journal.return_undone": _("took back that a copy of the journal came back"),
}.items():
    verbs.register(_verb, _said)

register_action(ACTION, ReadAction())
letter_buttons.register(
    ACTION,
    LetterButton(
        _("Read this issue"),
        _("No password. There you also choose how the journal comes to you."),
        VALID_FOR,
    ),
)
kinds.add(
    ActKind(
        code=READ_ACT,
        label=_("Opened an issue of the journal"),
        case_mode=CaseMode.COMMUNICATION,
        unit="read",
        counts_for_aem=False,
        icon="book",
    )
)
register_criterion(
    Criterion(
        criterion.KEY, _("Journal"), criterion.CopyForm, criterion.copy_q, criterion.copy_words,
        topic=Topic.ACTS, value=criterion.copy_value,
    ),
    order=147,
)  # fmt: skip
segment_uses.register("journal", uses_in_issues)
person_columns.register(
    "journal.copy", PersonColumn("journal_copy", "person_id", reason="kept_journal")
)
person_columns.register(
    "journal.judged",
    PersonColumn("journal_judged", "person_id", reason="kept_judged", moves=False),
)
reasons.register("kept_journal", _("Copies of the journal this person got: %(count)s."))
reasons.register("kept_judged", _("Printed copies decided on for this person: %(count)s."))
timeline.register("journal", JournalOnTimeline(), order=19)
person_panels.register(
    "journal",
    PersonPanel(_("Alumni journal"), "journal/office/panel.html", panel_context, rules.VIEW),
    order=65,
)
todos.register("journal", todos_of)
menu.add(
    MenuItem(
        "journal",
        _("Alumni journal"),
        "book",
        "office:journal-list",
        rules.VIEW,
        "publishing",
        order=5,
    )
)
site_items.register("journal", SiteItem(_("Alumni journal"), "book", PATH), order=30)
findables.register(AREA, Issues(), order=20)
copies.register("journal", JournalCopies(), order=30)
channels.register(
    "journal",
    StoryChannel(
        _("Into the issue that is being made"), "book", "journal", rules.CHANGE, into_the_journal
    ),
    order=30,
)
demo_parts.register("journal", DemoPart(order=59, build=build_journal, beside=True))
