"""Sending one notice, or one answer in free words, over the account's interfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.platform.outbox.sms.values import Answer, Text, Verdict
from wutong.platform.outbox.sms.wire import LostError, NotSentError
from wutong.platform.outbox.wechat.api import WechatError
from wutong.platform.outbox.wechat.codes import meaning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wutong.platform.outbox.wechat.api import OfficialAccount

ANSWER = "words"  # the one value of an answer in free words


class WechatGateway:
    """A ``sms.values.Gateway``: WeChat takes one message a request and knows no idempotency."""

    most = 1

    def __init__(self, client: OfficialAccount) -> None:
        self._client = client

    def together(self, first: Text, second: Text) -> bool:
        """Never."""
        del first, second
        return False

    def send(self, texts: Sequence[Text], request_id: str) -> list[Answer]:
        """Never raises for the network; WeChat cannot be told our number for the request."""
        del request_id
        return [self._send(text) for text in texts]

    def _send(self, text: Text) -> Answer:
        try:
            if text.template:
                said = self._client.send_notice(text.number, text.template, text.values, text.page)
            else:
                said = self._client.send_words(text.number, text.values[ANSWER])
        except NotSentError as error:
            return Answer(Verdict.NOT_SENT, str(error))
        except LostError as error:
            return Answer(Verdict.UNCERTAIN, str(error))
        except WechatError as error:
            verdict, wait = meaning(error.code)
            return Answer(verdict, str(error)[:500], "", wait)
        return Answer(Verdict.ACCEPTED, "0 ok", str(said.get("msgid") or "")[:64])

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()
