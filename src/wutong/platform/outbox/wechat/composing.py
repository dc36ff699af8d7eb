"""From a claimed row to the notice WeChat is asked to send.

A stream's text has a line for each keyword, ``thing1: {{ name }}``, and one for what it opens,
``page: {{ action_url }}``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.platform.outbox.mime.headers import clean
from wutong.platform.outbox.mime.templates import Template
from wutong.platform.outbox.sms.values import Text
from wutong.platform.outbox.wechat.gateway import ANSWER
from wutong.platform.outbox.wechat.kinds import fit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.platform.outbox.models import Content, Stream
    from wutong.platform.outbox.pump.outcomes import Claimed

PAGE = "page"


def lines_of(text: str) -> dict[str, str]:
    """``thing1: words`` line by line; a line without a colon belongs to nothing."""
    pairs = (line.partition(":") for line in text.splitlines() if ":" in line)
    return {key.strip(): words.strip() for key, _colon, words in pairs}


def as_text(lines: Mapping[str, str]) -> str:
    """The other way round; empty ones are left out."""
    return "\n".join(f"{key}: {' '.join(words.split())}" for key, words in lines.items() if words)


def filled(text: str, values: Mapping[str, str], fallbacks: Mapping[str, str]) -> dict[str, str]:
    """Each keyword with what somebody with ``values`` reads there, cut to its kind."""
    found = {}
    for key, words in lines_of(text).items():
        template = Template.parse(words)
        pieces = [template.literals[0]]
        for place, literal in zip(template.keys, template.literals[1:], strict=True):
            pieces += [clean(values.get(place) or fallbacks.get(place, "")), literal]
        whole = "".join(pieces)
        found[key] = whole.strip() if key == PAGE else fit(key, whole)
    return found


class NoticeComposer:
    """Composes a stream's notices."""

    def __init__(self, stream: Stream) -> None:
        self._contents: dict[str, Content] = {
            content.language: content for content in stream.contents.order_by("id")
        }
        self._default = next(iter(self._contents.values()))

    def compose(self, row: Claimed, late: Mapping[str, str]) -> tuple[Text, int]:
        """One notice; WeChat counts no parts."""
        content = self._contents.get(row.language, self._default)
        values = filled(content.text, {**row.parts, **late}, content.fallbacks)
        page = values.pop(PAGE, "")
        return Text(row.address, "", content.template, values, page), 1


def single(row: Claimed) -> tuple[Text, int]:
    """Everything about it is in its row: a notice's keywords, or the words of an answer."""
    values = {key: value for key, value in row.parts.items() if not key.startswith("_")}
    template = row.parts.get("_template", "")
    if not template:
        return Text(row.address, "", "", {ANSWER: values.get(ANSWER, "")}), 1
    return Text(row.address, "", template, values, row.parts.get("_page", "")), 1
