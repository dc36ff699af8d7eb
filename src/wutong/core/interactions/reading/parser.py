"""From a pasted text to findings: labels first, then what has an unmistakable form, then the words
that stand alone, as in a signature.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wutong.core.interactions.reading import words
from wutong.core.interactions.reading.findings import Field, Found, LeftOut, Reading
from wutong.kernel.hanzi.surnames import COMMON, COMPOUND

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST = 4000
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff\u00ad]")
_BULLET = re.compile(r"^[\s>*#=~_\-–—•·●▪◆★☆\[\]【】「」『』《》]+|[\s*#=~_\-–—【】]+$")
_LIMITED = re.compile(r"\bCo\s*\.?\s*,\s*Ltd\b\.?", re.IGNORECASE)
_LATIN_NAME = re.compile(r"(?:[A-Z][a-z'-]+ ){1,2}[A-Z][A-Za-z'-]+|[A-Z][a-z]+ [A-Z]{2,}")
_OUTSIDE = re.compile(r"^[\s,;:。、/|()\-–—·.]+|[\s,;:。、/|(\-–—·]+$")


@dataclass
class _Reader:
    """What has been found so far."""

    places: Mapping[str, str]
    found: list[Found] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    seen: set[tuple[Field, str]] = field(default_factory=set)
    line: str = ""

    def add(self, kind: Field, value: str, *, sure: bool = True) -> None:
        value = _OUTSIDE.sub("", " ".join(value.split()))
        if value and (kind, value.casefold()) not in self.seen:
            self.seen.add((kind, value.casefold()))
            self.found.append(Found(kind, value, self.line.strip(), sure))

    def leave(self, kind: LeftOut) -> None:
        if kind not in self.left_out:
            self.left_out.append(kind)

    def has(self, kind: Field) -> bool:
        return any(one.field == kind for one in self.found)


def read(text: str, *, places: Mapping[str, str] | None = None) -> Reading:
    """What ``text`` says about somebody. ``places`` maps every way of writing a place to the name
    it is known by; only those are recognised.
    """
    reader = _Reader(places or {})
    plain = _plain(text[:LONGEST])
    for line in plain.splitlines():
        reader.line = line
        if line.strip():
            _read_line(reader, line)
    if words.WECHAT_IS_PHONE.search(plain) and not reader.has(Field.WECHAT):
        for one in reader.found:
            if one.field == Field.PHONE and one.value.isdecimal():
                reader.add(Field.WECHAT, one.value, sure=False)
                break
    order = list(Field)
    return Reading(
        found=tuple(sorted(reader.found, key=lambda one: order.index(one.field))),
        left_out=tuple(reader.left_out),
        renewed=frozenset(kind for kind, pattern in words.RENEWED.items() if pattern.search(plain)),
    )


def _plain(text: str) -> str:
    for picture, label in words.PICTURES.items():
        text = text.replace(picture, label)
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return _LIMITED.sub("Co. Ltd", text.replace("\r", "\n"))


def _read_line(reader: _Reader, line: str) -> None:
    rest = _cut(line, reader)
    marks = list(words.LABEL.finditer(rest))
    free = [rest[: marks[0].start()] if marks else rest]
    for at, mark in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(rest)
        label = (mark["loose"] or mark["firm"] or mark["letter"]).lower()
        label = re.sub(r"\s+", " ", label)
        kind = words.LOOSE_LABELS.get(label) or words.FIRM_LABELS.get(label)
        before = rest[marks[at - 1].end() if at else 0 : mark.start()]
        left = _labelled(reader, kind, rest[mark.end() : end], before)
        free.append(left)
    for piece in free:
        _free(reader, piece)


def _cut(line: str, reader: _Reader) -> str:
    """The line without what cannot be anything else."""
    for mail in words.EMAIL.finditer(line):
        reader.add(Field.EMAIL, mail.group().lower())
    line = words.EMAIL.sub(" , ", line)
    for pattern, kind in (
        (words.WEBSITE, LeftOut.WEBSITE),
        (words.DOCUMENT, LeftOut.DOCUMENT),
    ):
        if pattern.search(line):
            reader.leave(kind)
            line = pattern.sub(" , ", line)
    return line


def _labelled(reader: _Reader, kind: Field | LeftOut | None, value: str, before: str) -> str:
    """Take the value of a label; what is left of it is free text again."""
    if isinstance(kind, LeftOut):
        reader.leave(kind)
        return re.sub(r"^\s*[+(]?[\w\s().+-]*", "", value, count=1, flags=re.ASCII)
    if kind == Field.PHONE:
        return _phones(reader, value, before=before, labelled=True)
    if kind == Field.WECHAT:
        return _wechat(reader, value)
    if kind == Field.STUDENT_NO:
        number = words.STUDENT_NO.search(value)
        if number:
            reader.add(Field.STUDENT_NO, number.group())
            value = value.replace(number.group(), " , ", 1)
    if kind is None or kind in (Field.EMAIL, Field.STUDENT_NO):
        return value
    head, tail = _first_clause(value, kind)
    return _clause(reader, kind, head) or tail


def _clause(reader: _Reader, kind: Field, text: str) -> str:
    """Take a value in words; what was not understood of it."""
    if kind == Field.CITY:
        return _city(reader, text, sure=True)
    if kind == Field.ADDRESS:
        text = _phones(reader, text, before="", labelled=False)
        _city(reader, text, sure=True)
        if len(text.strip()) > 6:
            reader.add(Field.ADDRESS, text)
    elif kind == Field.EMPLOYER:
        _employer(reader, text, sure=True)
    else:
        said = words.HONORIFIC.sub("", text.strip()) if kind == Field.NAME else text
        reader.add(kind, said)
    return ""


def _first_clause(value: str, kind: Field) -> tuple[str, str]:
    cut = re.compile(
        r"[;。|\t\n]|\s{2,}" if kind == Field.ADDRESS else r"[;。|\t\n,]|\s{2,}|\s*/\s+"
    )
    stripped = value.strip(" ,")
    found = cut.search(stripped)
    if found is None:
        return stripped, ""
    return stripped[: found.start()], stripped[found.end() :]


def _phones(reader: _Reader, text: str, *, before: str, labelled: bool) -> str:
    """Take every number out of ``text``; ``before`` is what stands in front of it."""
    if words.HOTLINE.search(text) and not words.PHONE.search(text):
        reader.leave(LeftOut.HOTLINE)
        return words.HOTLINE.sub(" , ", text)
    pieces: list[str] = []
    at = 0
    for number in words.PHONE.finditer(text):
        ahead = before + text[: number.start()] if not pieces else text[at : number.start()]
        gone = words.GONE_BEFORE.search(ahead) or words.GONE_AFTER.search(text[number.end() :])
        reader.add(Field.PHONE_GONE if gone else Field.PHONE, _number(number))
        pieces.append(text[at : number.start()])
        at = number.end()
    if labelled and not pieces:
        local = words.LOCAL_PHONE.search(text)
        if local:
            reader.add(Field.PHONE, local.group(), sure=False)
            return text[: local.start()] + " , " + text[local.end() :]
    return " , ".join([*pieces, text[at:]])


def _number(match: re.Match[str]) -> str:
    if match["mobile"]:
        return re.sub(r"\D", "", match["mobile"])
    if match["landline"]:
        digits = re.sub(r"\D", "", match["landline"])
        digits = digits if digits.startswith("0") else f"0{digits}"
        area = 3 if digits.startswith(("010", "02")) else 4
        number = f"{digits[:area]}-{digits[area:]}"
        return f"{number} ext. {match['extension']}" if match["extension"] else number
    abroad = re.sub(r"[\s().-]+", " ", match["abroad"]).strip()
    return re.sub(r"^00", "+", abroad)


def _wechat(reader: _Reader, value: str) -> str:
    value = re.sub(r"^[\s,/&、和兼]*(?:手机|电话)(?:号码?)?\s*[:=]?\s*", "", value)
    name = words.WECHAT.search(value)
    phone = words.PHONE.search(value)
    if name and (phone is None or name.start() < phone.start()) and name.start() < 12:
        reader.add(Field.WECHAT, name.group())
        return value[: name.start()] + " , " + value[name.end() :]
    if phone and phone["mobile"] and phone.start() < 8:
        number = _number(phone)
        reader.add(Field.WECHAT, number)
        reader.add(Field.PHONE, number)
        return value[phone.end() :]
    return value


def _free(reader: _Reader, text: str) -> None:
    """Text without a label: numbers first, then sentences about work and place, then words that
    stand alone.
    """
    if not text.strip(" ,;:。"):
        return
    if words.HOTLINE.search(text) and not words.PHONE.search(text):
        reader.leave(LeftOut.HOTLINE)
        text = words.HOTLINE.sub(" , ", text)
    text = _phones(reader, words.MOMENT.sub(" , ", text), before="", labelled=False)
    said = words.NAME_SAID.search(text)
    if said and _is_name(words.HONORIFIC.sub("", said["name"])):
        reader.add(Field.NAME, words.HONORIFIC.sub("", said["name"]))
        text = text.replace(said.group(), " , ", 1)
    text = _work(reader, text)
    place = _in_place(reader, text)
    for token in _tokens(text):
        _token(reader, token, alone=token == text.strip(), placed=place)


def _tokens(text: str) -> Iterator[str]:
    for part in words.SPLIT.split(text):
        token = _OUTSIDE.sub("", _BULLET.sub("", part))
        if len(token) > 1:
            yield token


def _work(reader: _Reader, text: str) -> str:
    """Sentences such as 现在在某某公司任技术总监 or 已调到省发改委."""
    told = words.AT_WORK.search(text)
    if told is None:
        return text
    body = words.WORK_TAIL.sub("", told["body"])
    rest = text[told.end() :]
    if body in reader.places:
        return text
    doing = words.DOES_AS.match(body)
    title = ""
    if doing and words.TITLE_END.search(words.WORK_TAIL.sub("", doing["title"])):
        body, title = (
            words.WORK_TAIL.sub("", doing["body"]),
            words.WORK_TAIL.sub("", doing["title"]),
        )
    elif (split := _split_body(body)) is not None:
        body, title = split
    elif words.TITLE_END.search(body):
        body, title = "", body
    else:
        after = words.AS_TITLE.match(rest.strip(" ,;。"))
        if after:
            title = words.WORK_TAIL.sub("", re.split(r"[,;。\s]", after["title"])[0])
            rest = rest.replace(after.group(), " , ", 1)
    if body and not _looks_like_body(body) and not title:
        return text
    reader.add(Field.EMPLOYER, body, sure=False)
    reader.add(Field.TITLE, title, sure=False)
    return text[: told.start()] + " , " + rest


def _in_place(reader: _Reader, text: str) -> bool:
    for place in sorted(reader.places, key=len, reverse=True):
        if place in text and re.search(words.IN_PLACE + re.escape(place), text, re.IGNORECASE):
            reader.add(Field.CITY, reader.places[place], sure=False)
            return True
    return False


def _token(reader: _Reader, token: str, *, alone: bool, placed: bool) -> None:
    called = words.NAME_CALLED.match(token)
    if called and _is_name(called["name"]) and not reader.has(Field.NAME):
        reader.add(Field.NAME, called["name"], sure=False)
    elif token in reader.places:
        if not placed:
            reader.add(Field.CITY, reader.places[token], sure=False)
    elif words.ADDRESS_LIKE.search(token):
        _city(reader, token, sure=False)
    elif words.TITLE_END.search(token):
        _titled(reader, token)
    elif _looks_like_body(token):
        _employer(reader, token, sure=False)
    elif (
        not _signed(reader, token)
        and not reader.has(Field.NAME)
        and (_is_name(token) or _LATIN_NAME.fullmatch(token))
    ):
        reader.add(Field.NAME, token, sure=alone and not reader.found)


def _titled(reader: _Reader, token: str) -> None:
    split = _split_body(token)
    if split:
        reader.add(Field.EMPLOYER, split[0], sure=False)
        reader.add(Field.TITLE, split[1], sure=False)
    elif not _split_name(reader, token) and len(token) <= 24:
        reader.add(Field.TITLE, token, sure=False)


def _split_name(reader: _Reader, token: str) -> bool:
    """王小明总经理: a name with a title behind it."""
    tail = words.TITLE_TAIL.match(token)
    if tail is None or not _is_name(tail["body"]):
        return False
    if not reader.has(Field.NAME):
        reader.add(Field.NAME, tail["body"], sure=False)
    reader.add(Field.TITLE, tail["title"], sure=False)
    return True


def _signed(reader: _Reader, token: str) -> bool:
    """某某公司总经理王小明: body, title and name in one word."""
    for size in (3, 2):
        split = _split_body(token[:-size]) if len(token) > size + 6 else None
        if split and _is_name(token[-size:]):
            reader.add(Field.EMPLOYER, split[0], sure=False)
            reader.add(Field.TITLE, split[1], sure=False)
            reader.add(Field.NAME, token[-size:], sure=False)
            return True
    return False


def _split_body(token: str) -> tuple[str, str] | None:
    """某某有限公司技术总监 parted behind the last word for a body; None where nothing fits."""
    best: tuple[str, str] | None = None
    for end in range(3, len(token) - 1):
        body, title = token[:end], token[end:]
        if words.BODY_END.search(body) and words.TITLE_END.search(title) and len(title) <= 16:
            best = (body, title.strip())
    if best is None:
        tail = words.TITLE_TAIL.match(token)
        if tail and words.KNOWN_BODIES.match(tail["body"]):
            best = (tail["body"], tail["title"])
    return best


def _looks_like_body(token: str) -> bool:
    if words.KNOWN_BODIES.match(token):
        return True
    return 4 <= len(token) <= 60 and bool(words.BODY_END.search(token))


def _employer(reader: _Reader, text: str, *, sure: bool) -> None:
    split = _split_body(text)
    if split:
        reader.add(Field.EMPLOYER, split[0], sure=sure)
        reader.add(Field.TITLE, split[1], sure=sure)
        return
    parts = [part for part in re.split(r"\s+(?=[\u4e00-\u9fff])", text.strip()) if part]
    if len(parts) > 1 and words.TITLE_END.search(parts[-1]):
        reader.add(Field.EMPLOYER, " ".join(parts[:-1]), sure=sure)
        reader.add(Field.TITLE, parts[-1], sure=sure)
        return
    reader.add(Field.EMPLOYER, text, sure=sure)


def _city(reader: _Reader, text: str, *, sure: bool) -> str:
    """Note the smallest place ``text`` begins with or holds; what is left when none is known."""
    known = [place for place in reader.places if place in text]
    if not known:
        return text
    # 浙江省杭州市: the later of two names is the smaller place, the longer of one start the fuller.
    best = max(known, key=lambda place: (text.find(place), len(place)))
    if text.find(best) > 12:
        best = min(known, key=lambda place: (text.find(place), -len(place)))
    reader.add(Field.CITY, reader.places[best], sure=sure)
    return ""


def _is_name(token: str) -> bool:
    if token in words.NOT_NAMES or not re.fullmatch(r"[\u3400-\u9fff]{2,4}", token):
        return False
    if words.BODY_END.search(token) or words.TITLE_END.search(token):
        return False
    if token[:2] in COMPOUND:
        return len(token) >= 3
    return token[0] in COMMON and len(token) <= 3
