"""What this room plugs into others, and the criteria that come with the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.core.organisations.registry import PeopleSource, people_sources
from wutong.core.people.registry import PersonColumn, person_columns
from wutong.engines.audiences import (
    exporters,  # noqa: F401 - registers itself
    holdings,  # noqa: F401 - registers what this room holds about a person
    rules,
)
from wutong.engines.audiences.criteria import engagement, persons, reach, saved, studies, work
from wutong.engines.audiences.demo import build_lists
from wutong.engines.audiences.enums import Topic
from wutong.engines.audiences.finding import find_segments
from wutong.engines.audiences.people_source import (
    lists_of,
    segments_of,
    those_of,
    those_on,
)
from wutong.engines.audiences.registry import Criterion, register_criterion, segment_uses
from wutong.engines.audiences.uses import uses_in_segments
from wutong.kernel.demo import DemoPart, demo_parts
from wutong.platform.audit.registry import verbs
from wutong.platform.tabular.reasons import reasons
from wutong.ui.office.registry import MenuItem, SearchSource, menu, search_sources

__all__ = ["rules"]

for verb, words in (
    ("segments.saved", _("saved a segment")),
    ("segments.archived", _("put a segment away")),
    ("segments.restored", _("took a segment out again")),
    ("lists.read", _("made a list of people from a file")),
    ("lists.decided", _("said who is meant by a line of a list")),
    ("lists.archived", _("put a list of people away")),
    ("lists.restored", _("took a list of people out again")),
):
    verbs.register(verb, words)

PEOPLE, STUDIES, WORK = Topic.PEOPLE, Topic.STUDIES, Topic.WORK
REACH, ACTS, SAVED = Topic.REACH, Topic.ACTS, Topic.SAVED
CRITERIA = (
    (PEOPLE, "person", _("Person"), persons.PersonForm, persons),
    (PEOPLE, "age", _("Age"), persons.AgeForm, persons),
    (PEOPLE, "membership", _("Membership"), persons.MembershipForm, persons),
    (PEOPLE, "language", _("Language"), persons.LanguageForm, persons),
    (STUDIES, "study", _("Studies"), studies.StudyForm, studies),
    (STUDIES, "class", _("Class"), studies.ClassForm, studies),
    (STUDIES, "anniversary", _("Anniversary of leaving"), studies.AnniversaryForm, studies),
    (WORK, "work", _("Employment"), work.WorkForm, work),
    (WORK, "member", _("Member of an organisation"), work.MemberForm, work),
    (WORK, "appointment", _("Appointment"), work.AppointmentForm, work),
    (REACH, "place", _("Place"), reach.PlaceForm, reach),
    (REACH, "reach", _("Reachability"), reach.ReachForm, reach),
    (REACH, "consent", _("Consent"), reach.ConsentForm, reach),
    (ACTS, "engagement", _("Engagement"), engagement.EngagementForm, engagement),
    (SAVED, "segment", _("Saved segment"), saved.SegmentForm, saved),
    (SAVED, "list", _("List from a file"), saved.ListForm, saved),
)
"""Topic, key, label, form, and the module with ``<key>_q``, ``<key>_words`` and ``<key>_value``."""
for place, (topic, key, label, form, module) in enumerate(CRITERIA):
    register_criterion(
        Criterion(
            key,
            label,
            form,
            to_q=getattr(module, f"{key}_q"),
            describe=getattr(module, f"{key}_words"),
            topic=topic,
            value=getattr(module, f"{key}_value", None),
        ),
        order=(place + 1) * 10,
    )

segment_uses.register("segments", uses_in_segments)
people_sources.register("segment", PeopleSource(_("Segments"), segments_of, those_of))
people_sources.register("list", PeopleSource(_("Lists from files"), lists_of, those_on))
person_columns.register(
    "audiences.lines", PersonColumn("audiences_listline", "person_id", reason="kept_list")
)
reasons.register("kept_list", _("Lists of people this person is on: %(count)s."))
search_sources.register(
    "segments", SearchSource(_("Segments"), "segments.view", find_segments, order=60)
)
demo_parts.register("audiences", DemoPart(order=65, build=build_lists))
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
