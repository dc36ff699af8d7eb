"""The headings of the account: who we know, what they do, the three services, and the rest."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.core.figures.registry import Section, sections

SECTIONS = (
    Section(
        "people",
        _("The people we know"),
        _("Alumni on record, and whether we can still reach them."),
    ),
    Section(
        "engagement",
        _("Taking part"),
        _("What alumni did, by the four modes of the CASE Alumni Engagement Metrics."),
    ),
    Section("university", _("Serving the university"), _("What alumni did for their alma mater.")),
    Section("alumni", _("Serving alumni"), _("What the office did for alumni.")),
    Section(
        "society", _("Serving society"), _("What alumni and the university did for the public.")
    ),
    Section("planning", _("Planning ahead"), _("What was asked, studied and planned.")),
    Section("governance", _("Rules and order"), _("How the office and the associations are run.")),
)

for place, section in enumerate(SECTIONS):
    sections.register(section.code, section, order=place * 10)
