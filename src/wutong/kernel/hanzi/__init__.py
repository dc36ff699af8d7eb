"""Chinese names: folding, pinyin and the tokens that a search finds them by."""

from wutong.kernel.hanzi.folding import fold, is_han, simplify, traditional_characters
from wutong.kernel.hanzi.pinyin import NamePinyin, pinyin_of_name, reading
from wutong.kernel.hanzi.plain import plain_text
from wutong.kernel.hanzi.tokens import phone_tokens, search_tokens

__all__ = [
    "NamePinyin",
    "fold",
    "is_han",
    "phone_tokens",
    "pinyin_of_name",
    "plain_text",
    "reading",
    "search_tokens",
    "simplify",
    "traditional_characters",
]
