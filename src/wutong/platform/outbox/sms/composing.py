"""From a claimed row to the text the carrier is asked to send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.platform.outbox.mime.headers import clean
from wutong.platform.outbox.mime.templates import Template
from wutong.platform.outbox.sms.numbers import is_domestic
from wutong.platform.outbox.sms.segments import count_segments
from wutong.platform.outbox.sms.values import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.platform.outbox.models import Stream
    from wutong.platform.outbox.pump.outcomes import Claimed

LONGEST_VALUE = 35
"""What the carriers take in one place of a template; links have no such limit."""
_BRACKETS = str.maketrans("【】", "[]")


def value_for(key: str, value: str) -> str:
    """A value as it may stand in a template: one line, no signature of its own, not too long."""
    tidy = " ".join(clean(value).translate(_BRACKETS).split())
    return tidy if key.endswith("_url") else tidy[:LONGEST_VALUE]


def signed(signature: str, text: str) -> str:
    """The whole text as the phone shows it."""
    return f"【{signature}】{text}"


@dataclass(frozen=True)
class Wording:
    """One language of a stream's text, taken apart once."""

    template: Template
    code: str
    fallbacks: Mapping[str, str]

    @classmethod
    def of(cls, text: str, code: str, fallbacks: Mapping[str, str]) -> Wording:
        return cls(Template.parse(text), code, fallbacks)

    def values(self, given: Mapping[str, str]) -> dict[str, str]:
        """What stands in each place, in the order of the text; every place once."""
        return {
            key: value_for(key, given.get(key) or self.fallbacks.get(key, ""))
            for key in dict.fromkeys(self.template.keys)
        }

    def filled(self, values: Mapping[str, str]) -> str:
        """The text with ``values`` in it."""
        pieces = [self.template.literals[0]]
        for key, literal in zip(self.template.keys, self.template.literals[1:], strict=True):
            pieces += [values[key], literal]
        return "".join(pieces)


class TextComposer:
    """Composes a stream's texts."""

    def __init__(self, stream: Stream) -> None:
        self._signature = stream.sender_name
        self._wordings = {
            content.language: Wording.of(content.text, content.template, content.fallbacks)
            for content in stream.contents.order_by("id")
        }
        self._default = next(iter(self._wordings.values()))

    def compose(self, row: Claimed, late: Mapping[str, str]) -> tuple[Text, int]:
        """The text and how many parts it is billed in."""
        wording = self._wordings.get(row.language, self._default)
        values = wording.values({**row.parts, **late})
        whole = signed(self._signature, wording.filled(values))
        parts = count_segments(whole, domestic=is_domestic(row.address)).parts
        return Text(row.address, self._signature, wording.code, values), parts


def single(row: Claimed) -> tuple[Text, int]:
    """A text outside any stream: everything about it is in its row."""
    values = {key: value for key, value in row.parts.items() if not key.startswith("_")}
    text = Text(row.address, row.parts["_signature"], row.parts["_template"], values)
    wording = Wording.of(row.parts["_text"], "", {})
    whole = signed(text.signature, wording.filled(wording.values(values)))
    return text, count_segments(whole, domestic=is_domestic(row.address)).parts
