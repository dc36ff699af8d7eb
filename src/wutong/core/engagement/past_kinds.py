"""Kinds of acts that were kept before a programme of ours kept them.

An office that starts with Wutong brings years of gifts, returns and service in lists. They come
in as these kinds; a programme that later records the like itself registers kinds of its own.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .enums import CaseMode
from .registry import ActKind, kinds

PAST_KINDS = (
    ActKind("past.gift", _("Gave to the university"), CaseMode.PHILANTHROPIC, icon="gift"),
    ActKind("past.mentor", _("Served as a mentor"), CaseMode.VOLUNTEER, icon="people"),
    ActKind(
        "past.ambassador", _("Served as an alumni ambassador"), CaseMode.VOLUNTEER, icon="people"
    ),
    ActKind("past.lecture", _("Gave a lecture"), CaseMode.VOLUNTEER, icon="calendar"),
    ActKind("past.admissions", _("Helped with admissions"), CaseMode.VOLUNTEER, icon="people"),
    ActKind("past.event", _("Came to an event"), CaseMode.EXPERIENTIAL, icon="calendar"),
    ActKind("past.return", _("Returned to campus"), CaseMode.EXPERIENTIAL, icon="home"),
    ActKind("past.online", _("Took part online"), CaseMode.EXPERIENTIAL, icon="calendar"),
    ActKind("past.survey", _("Answered a survey"), CaseMode.COMMUNICATION, icon="mail"),
    ActKind("past.update", _("Updated their details"), CaseMode.COMMUNICATION, icon="edit"),
)

for place, kind in enumerate(PAST_KINDS):
    kinds.add(kind, order=500 + place)
