"""What somebody wrote back: do the words ask us to stop?"""

from __future__ import annotations

import re
import unicodedata

# The whole answer, without what stands around it: "TD" in a long letter means nothing.
_WORDS = frozenset(
    {
        "td", "t", "n", "退订", "退定", "tuiding", "取消订阅", "取消", "不再接收", "不要再发",
        "不要再发了", "别再发了", "请勿再发", "请退订", "我要退订", "退订谢谢", "谢谢退订",
        "stop", "stopall", "unsubscribe", "unsubscribeme", "pleaseunsubscribe",
        "pleaseunsubscribeme", "pleasestop", "cancel", "end", "quit", "remove", "removeme",
        "optout", "回复td退订", "拒收", "拒收请回复r", "r",
    }
)  # fmt: skip
# Enough by text message and on WeChat only, where people are told to send them.
_SHORT_CODES = frozenset({"t", "n", "r", "取消", "cancel", "end", "quit"})
_DENIED = re.compile(
    r"(?:没有?|未曾?|不想|不要|不会|别|never|did not|didn't|don't)\s*(?:要)?(?:退订|unsubscribe)"
)
_PHRASES = (
    "退订", "取消订阅", "不要再给我发", "别再给我发", "请勿再发", "不要再发送", "停止发送",
    "unsubscribe", "take me off", "remove me from", "stop sending", "stop emailing",
    "opt out",
)  # fmt: skip
_QUOTE = re.compile(
    r"^(?:>|on .{0,200}wrote:|-{2,}\s*(?:original|原始)|_{5,}|from:\s|发件人|在.{0,120}写道|"
    r"于.{0,120}写道|-{3,})",
    re.IGNORECASE,
)
_NOISE = re.compile(r"[\W_]+")
LONGEST = 60  # characters of an answer that is taken for a request by a phrase in it


def own_words(text: str) -> str:
    """An answer without the message it quotes and without the signature under it."""
    kept = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if _QUOTE.match(line.strip()) or line.rstrip() == "--":
            break
        kept.append(line)
    return "\n".join(kept).strip()


def asks_to_stop(text: str, *, subject: str = "", short: bool = False) -> bool:
    """Whether an answer asks for no more messages.

    Sure signs only: the whole answer is such a word, or it is short and has such a phrase.
    ``short`` (text messages, WeChat) takes the single letters that carriers tell people to send. An
    answer without words of its own is judged by its subject.
    """
    words = own_words(text) or subject.strip()
    folded = unicodedata.normalize("NFKC", words).casefold()
    bare = _NOISE.sub("", folded)
    if bare in _WORDS:
        return short or bare not in _SHORT_CODES
    if _DENIED.search(folded):
        return False
    return len(folded) <= LONGEST and any(phrase in folded for phrase in _PHRASES)
