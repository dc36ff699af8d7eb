"""Segments, and lists of people from files."""

from wutong.engines.audiences.models.lists import ListLine, PeopleList
from wutong.engines.audiences.models.segment import Segment

__all__ = ["ListLine", "PeopleList", "Segment"]
