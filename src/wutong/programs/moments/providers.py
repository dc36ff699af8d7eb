"""What this room plugs into others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.consent.public import register_topic
from wutong.core.engagement.enums import CaseMode
from wutong.core.engagement.public import ActKind, kinds
from wutong.core.people.registry import (
    PersonAction,
    PersonColumn,
    PersonPanel,
    ahead,
    person_actions,
    person_columns,
    person_panels,
)
from wutong.engines.audiences.public import Criterion, Topic, register_criterion, segment_uses
from wutong.engines.outreach.public import LetterButton, letter_buttons
from wutong.engines.outreach.registry import letter_texts
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.approvals.public import Kind, subjects
from wutong.platform.approvals.public import kinds as approval_kinds
from wutong.platform.audit.registry import verbs
from wutong.platform.links.public import register_action
from wutong.platform.tabular.reasons import reasons
from wutong.programs.moments import criterion as day
from wutong.programs.moments import (
    holdings,  # noqa: F401 - registers what this room holds about a person
    rules,
)
from wutong.programs.moments.capsules.button import ARRIVED, WRITE
from wutong.programs.moments.capsules.links import ArrivedAction, WriteAction
from wutong.programs.moments.capsules.writing import WRITTEN
from wutong.programs.moments.coming import letters_to_the_future
from wutong.programs.moments.demo import build_moments
from wutong.programs.moments.models import Moment
from wutong.programs.moments.office.addresses import capsule_for_url
from wutong.programs.moments.selectors import todos_of
from wutong.programs.moments.texts import BIRTHDAYS
from wutong.programs.moments.theirs import panel_context
from wutong.ui.office.registry import MenuItem, menu, todos

for _verb, _said in {
    "moments.saved": _("saved a plan of the calendar"),
    "moments.approved": _("had a plan of the calendar approved for a year"),
    "moments.approval_void": _("had an approval fall away: the plan had changed"),
    "moments.paused": _("paused a plan of the calendar"),
    "moments.resumed": _("let a plan of the calendar go on"),
    "moments.skipped": _("left a day of the calendar out"),
    "moments.unskipped": _("let a day of the calendar count again"),
    "moments.discarded": _("threw a plan of the calendar away"),
    "moments.silence": _("declared a day of silence"),
    "moments.silence_ended": _("ended a day of silence"),
    "capsule.sealed": _("sealed a letter to the future"),
    "capsule.withdrawn": _("destroyed a letter to the future for its writer"),
    "capsule.moved": _("moved the day of a letter to the future"),
    "birthday.calendar": _("noted by which calendar a birthday is kept"),
}.items():
    verbs.register(_verb, _said)

register_topic(BIRTHDAYS, order=15)
subjects.register("moment", rules.MomentSubject())
approval_kinds.register(
    "moment",
    Kind(
        _("Plans of the calendar, for a year"),
        rules.APPROVE,
        _("One colleague approves it for a year."),
    ),
    order=15,
)
register_criterion(
    Criterion(
        key=day.KEY,
        label=_("Calendar of moments"),
        form=day.DayForm,
        to_q=day.day_q,
        describe=day.day_words,
        topic=Topic.PEOPLE,
        value=day.day_value,
    ),
    order=150,
)
segment_uses.register("moments", day.uses_in_moments)
register_action(WRITE, WriteAction())
register_action(ARRIVED, ArrivedAction())
letter_buttons.register(
    WRITE,
    LetterButton(
        _("Write a letter to the future"),
        _("No password. It is sealed at once; nobody reads it before its day."),
        WriteAction.valid_for,
    ),
)
letter_buttons.register(
    ARRIVED,
    LetterButton(
        _("Open the letter"),
        _("No password: one question that only you can answer."),
        ArrivedAction.valid_for,
    ),
)
kinds.add(
    ActKind(
        code=WRITTEN,
        label=_("Wrote a letter to the future"),
        case_mode=CaseMode.COMMUNICATION,
        unit="letter",
        icon="mail",
    )
)
person_columns.register(
    "moments.capsule", PersonColumn("moments_capsule", "writer_id", reason="kept_capsule")
)
person_columns.register(
    "moments.arrival", PersonColumn("moments_arrival", "person_id", reason="kept_arrival")
)
person_columns.register(
    "moments.birthday", PersonColumn("moments_birthdaychoice", "person_id", reason="kept_birthday")
)
reasons.register("kept_arrival", _("Joining of this person that letters go by: %(count)s."))
reasons.register("kept_birthday", _("Birthdays this person told us of: %(count)s."))
reasons.register("kept_capsule", _("Letters to the future this person wrote: %(count)s."))
person_panels.register(
    "moments",
    PersonPanel(
        pgettext_lazy("person", "Moments"), "moments/office/panel.html", panel_context, rules.VIEW
    ),
    order=60,
)
person_actions.register(
    "capsule",
    PersonAction(
        _("A letter to the future"), "clock", capsule_for_url, rules.KEEP, for_the_dead=False
    ),
    order=60,
)
todos.register("moments", todos_of)
menu.add(
    MenuItem(
        "moments",
        _("Calendar of moments"),
        "calendar",
        "office:moments-calendar",
        rules.VIEW,
        "messages",
        order=15,
    )
)
letter_texts.register("moments", lambda: Moment.objects.values_list("body_zh", "body_en"))
ahead.register("capsules", letters_to_the_future, order=60)
demo_parts.register("moments", DemoPart(order=75, build=build_moments))
