"""Units and counting rules. People, acts and pieces are different units and never added up."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Unit(models.TextChoices):
    """What one of it is. The label stands behind the number (人, 人次, 封 …)."""

    PERSON = "person", pgettext_lazy("unit", "people")
    PARTICIPATION = "participation", pgettext_lazy("unit", "person-times")
    MAIL = "mail", pgettext_lazy("unit", "e-mails")
    LETTER = "letter", pgettext_lazy("unit", "letters")
    CASE = "case", pgettext_lazy("unit", "cases")
    MESSAGE = "message", pgettext_lazy("unit", "messages")
    REPLY = "reply", pgettext_lazy("unit", "replies")
    ENTRY = "entry", pgettext_lazy("unit", "entries")
    POST = "post", pgettext_lazy("unit", "posts")
    READ = "read", pgettext_lazy("unit", "reads")
    VIEW = "view", pgettext_lazy("unit", "views")
    DELIVERY = "delivery", pgettext_lazy("unit", "deliveries")
    ISSUE = "issue", pgettext_lazy("unit", "issues of a journal")
    EVENT = "event", pgettext_lazy("unit", "events")
    LECTURE = "lecture", pgettext_lazy("unit", "lectures")
    ORGANISATION = "organisation", pgettext_lazy("unit", "organisations")
    COMPANY = "company", pgettext_lazy("unit", "companies")
    OUTLET = "outlet", pgettext_lazy("unit", "media outlets")
    TEAM = "team", pgettext_lazy("unit", "teams")
    REGION = "region", pgettext_lazy("unit", "regions")
    POSITION = "position", pgettext_lazy("unit", "positions")
    DOCUMENT = "document", pgettext_lazy("unit", "documents")
    YUAN = "yuan", pgettext_lazy("unit", "yuan")
    PERCENT = "percent", pgettext_lazy("unit", "%")
    TIMES = "times", pgettext_lazy("unit", "times")


class Rule(models.TextChoices):
    """How a figure is counted."""

    PEOPLE = "people", pgettext_lazy("counting rule", "distinct people")
    ORGANISATIONS = "organisations", pgettext_lazy("counting rule", "distinct organisations")
    ACTS = "acts", pgettext_lazy("counting rule", "acts")
    OBJECTS = "objects", pgettext_lazy("counting rule", "objects")
    MONEY = "money", pgettext_lazy("counting rule", "money received")
    DIFFERENCE = "difference", pgettext_lazy("counting rule", "difference from last year")
    GROWTH = "growth", pgettext_lazy("counting rule", "growth over last year")
    RATIO = "ratio", pgettext_lazy("counting rule", "ratio of two figures")
    TIMES = "times", pgettext_lazy("counting rule", "times by which one figure exceeds another")


PAIR_RULES = frozenset({Rule.RATIO, Rule.TIMES})
"""Made of two figures of the same period; the other derived rules of one in two periods."""
DERIVED_RULES = frozenset({Rule.DIFFERENCE, Rule.GROWTH}) | PAIR_RULES
