"""The XML of callbacks as plain dictionaries, read without entities, DTDs or anything external."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DEEPEST = 6


class XmlError(ValueError):
    """It is not such a message."""


def read(raw: bytes) -> dict[str, Any]:
    """The elements under ``<xml>``: text, a dictionary, or a list where a name comes again."""
    try:
        root = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise XmlError(type(error).__name__) from None
    found = _value(root, 0)
    if not isinstance(found, dict):
        raise XmlError("empty")
    return found


def _value(element: Element, depth: int) -> Any:
    if depth > DEEPEST:
        raise XmlError("too deep")
    if not len(element):
        return (element.text or "").strip()
    found: dict[str, Any] = {}
    for child in element:
        value = _value(child, depth + 1)
        if child.tag in found:
            before = found[child.tag]
            found[child.tag] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            found[child.tag] = value
    return found


def items(found: Any) -> list[dict[str, str]]:
    """The ``<List>`` entries of an event, however many."""
    inner = found.get("List", []) if isinstance(found, dict) else []
    listed = inner if isinstance(inner, list) else [inner]
    return [one for one in listed if isinstance(one, dict)]
