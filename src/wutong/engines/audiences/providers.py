"""What this room plugs into others, and the criteria that come with the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.core.organisations.registry import PeopleSource, people_sources
from wutong.engines.audiences import rules
from wutong.engines.audiences.criteria import engagement, persons, studies
from wutong.engines.audiences.people_source import segments_of, those_of
from wutong.engines.audiences.registry import Criterion, register_criterion
from wutong.platform.audit.registry import verbs
from wutong.ui.office.registry import MenuItem, menu

__all__ = ["rules"]

verbs.register("segments.saved", _("saved a segment"))
verbs.register("segments.archived", _("put a segment away"))
verbs.register("segments.restored", _("took a segment out again"))

CRITERIA = (
    ("study", _("Studies"), studies.StudyForm, studies.study_q, studies.study_words),
    ("class", _("Class"), studies.ClassForm, studies.class_q, studies.class_words),
    (
        "anniversary",
        _("Anniversary of leaving"),
        studies.AnniversaryForm,
        studies.anniversary_q,
        studies.anniversary_words,
    ),
    ("place", _("Place"), persons.PlaceForm, persons.place_q, persons.place_words),
    ("reach", _("Reachability"), persons.ReachForm, persons.reach_q, persons.reach_words),
    (
        "language",
        _("Language"),
        persons.LanguageForm,
        persons.language_q,
        persons.language_words,
    ),
    ("age", _("Age"), persons.AgeForm, persons.age_q, persons.age_words),
    (
        "membership",
        _("Membership"),
        persons.MembershipForm,
        persons.membership_q,
        persons.membership_words,
    ),
    ("work", _("Employment"), persons.WorkForm, persons.work_q, persons.work_words),
    (
        "engagement",
        _("Engagement"),
        engagement.EngagementForm,
        engagement.engagement_q,
        engagement.engagement_words,
    ),
)
for place, (key, label, form, to_q, describe) in enumerate(CRITERIA):
    register_criterion(Criterion(key, label, form, to_q, describe), order=(place + 1) * 10)

people_sources.register("segment", PeopleSource(_("Segments"), segments_of, those_of))
menu.add(
    MenuItem(
        "segments",
        _("Segments"),
        "segment",
        "office:segments-list",
        "segments.view",
        "messages",
        order=20,
    )
)
