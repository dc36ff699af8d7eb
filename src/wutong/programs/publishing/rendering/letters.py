"""A story in a letter and on WeChat: inline styles, nothing that either would refuse."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from wutong.programs.publishing.rendering.texts import addressed, styled
from wutong.ui.design.typography import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from wutong.programs.publishing.rendering.parts import Part, Sheet, Shot

    Holds = Mapping[str, Any]

INK, SOFT, LEAF, LINE, PAPER = "#1f2421", "#525953", "#1f5c46", "#e5dfd3", "#faf8f4"
SERIF = "'Noto Serif SC','Songti SC',Georgia,serif"
STYLES = {
    "p": f"margin:0 0 16px;line-height:1.85;font-size:16px;color:{INK}",
    "h2": f"margin:28px 0 12px;font-size:20px;line-height:1.4;font-weight:600;color:{INK};font-family:{SERIF}",
    "h3": f"margin:22px 0 10px;font-size:17px;line-height:1.4;font-weight:600;color:{INK}",
    "ul": f"margin:0 0 16px;padding-left:22px;line-height:1.85;color:{INK}",
    "ol": f"margin:0 0 16px;padding-left:22px;line-height:1.85;color:{INK}",
    "blockquote": f"margin:0 0 16px;padding:4px 0 4px 14px;border-left:3px solid {LEAF};color:{SOFT}",
}


def absolute(address: str) -> str:
    """With the site before it."""
    return address if address.startswith("http") else f"{settings.SITE_URL}{address}"


def mail_html(sheet: Sheet) -> str:
    """The block of a letter: cover, title, standfirst, and the way to the story."""
    page = sheet.page
    address = escape(absolute(addressed(page)))
    lines = []
    if sheet.cover:
        lines.append(f'<p style="margin:0 0 16px"><a href="{address}">{_picture(sheet.cover)}</a></p>')  # fmt: skip
    lines.append(
        f'<h2 style="margin:0 0 8px;font-size:22px;line-height:1.35;font-family:{SERIF}">'
        f'<a href="{address}" style="color:{INK};text-decoration:none">{escape(page.title)}</a></h2>'
    )
    if page.standfirst:
        lines.append(f'<p style="{STYLES["p"]}">{escape(page.standfirst)}</p>')
    lines.append(
        f'<p style="margin:0 0 24px"><a href="{address}" style="color:{LEAF};font-weight:600">'
        f"{escape(_('Read the story'))}</a></p>"
    )
    inner = "\n".join(lines)
    return (
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">'
        f"<tr><td>{inner}</td></tr></table>"
    )


def _picture(shot: Shot) -> str:
    sized = shot.letter
    return (
        f'<img src="{escape(absolute(sized.url))}" alt="{escape(shot.alt)}" width="536" '
        'style="display:block;width:100%;max-width:536px;height:auto;border:0;border-radius:6px">'
    )


def wechat_html(sheet: Sheet) -> str:
    """The whole story as an article of an Official Account: sections with inline styles; no
    script, frame, form or class; links become numbered notes, because WeChat takes them off.
    """
    page = sheet.page
    notes: list[str] = []
    lines = []
    if page.standfirst:
        lines.append(
            f'<section style="margin:0 0 20px;padding:14px 16px;background:{PAPER};color:{SOFT};'
            f'font-size:15px;line-height:1.8">{escape(page.standfirst)}</section>'
        )
    if sheet.cover:
        lines.append(_wechat_picture(sheet.cover))
    lines += [text for part in sheet.parts if (text := _wechat_part(part, notes))]
    if page.byline:
        lines.append(_small(_("By %(names)s") % {"names": page.byline}))
    if notes:
        numbered = "".join(
            f'<p style="margin:0 0 4px;font-size:13px;color:{SOFT};word-break:break-all">[{number}] {escape(one)}</p>'
            for number, one in enumerate(notes, start=1)
        )
        lines.append(
            f'<section style="margin:24px 0 0;border-top:1px solid {LINE};padding:12px 0 0">{numbered}</section>'
        )
    return (
        f'<section style="font-size:16px;color:{INK};line-height:1.85">{"".join(lines)}</section>'
    )


def _small(words: str) -> str:
    return f'<p style="margin:0 0 16px;font-size:13px;color:{SOFT};line-height:1.6">{escape(words)}</p>'


def _titled(words: str) -> str:
    return f'<p style="{STYLES["h3"]}">{escape(words)}</p>' if words else ""


def _wechat_picture(shot: Shot) -> str:
    below = " ".join(one for one in (shot.caption, shot.credit) if one)
    image = (
        f'<img src="{escape(absolute(shot.letter.url))}" alt="{escape(shot.alt)}" '
        'style="display:block;width:100%;height:auto">'
    )
    words = _small(below) if below else ""
    return f'<section style="margin:0 0 16px">{image}{words}</section>'


def _noted(notes: list[str]) -> Callable[[str, bool], str]:
    def link(address: str, closing: bool) -> str:
        if not closing:
            notes.append(address)
            return f'<span style="color:{LEAF}">'
        return f"</span><sup>[{len(notes)}]</sup>" if notes else "</span>"

    return link


def _wechat_part(part: Part, notes: list[str]) -> str:
    write = _WECHAT.get(part.kind)
    return write(part.holds, notes) if write else ""


def _wechat_text(holds: Holds, notes: list[str]) -> str:
    return styled(holds["html"], STYLES, _noted(notes))


def _wechat_gallery(holds: Holds, notes: list[str]) -> str:
    return _titled(holds["title"]) + "".join(_wechat_picture(one) for one in holds["shots"])


def _wechat_film(holds: Holds, notes: list[str]) -> str:
    notes.append(holds["film"].page)
    poster = _wechat_picture(holds["poster"]) if holds["poster"] else ""
    title = _("Film: %(title)s (%(platform)s)") % {
        "title": holds["title"], "platform": holds["film"].platform,
    }  # fmt: skip
    return f"{poster}{_small(f'{title} [{len(notes)}]')}"


def _wechat_quote(holds: Holds, notes: list[str]) -> str:
    if holds["address"]:
        notes.append(holds["address"])
    mark = f" [{len(notes)}]" if holds["address"] else ""
    who = escape(" · ".join(one for one in (holds["who"], holds["source"]) if one) + mark)
    return (
        f'<section style="{STYLES["blockquote"]}"><p style="margin:0 0 6px;font-family:{SERIF};'
        f'font-size:18px;color:{INK}">{escape(holds["text"])}</p>'
        f'<p style="margin:0;font-size:14px">{who}</p></section>'
    )


def _wechat_timeline(holds: Holds, notes: list[str]) -> str:
    points = "".join(
        f'<section style="margin:0 0 10px;padding:0 0 0 12px;border-left:2px solid {LEAF}">'
        f'<p style="margin:0;color:{LEAF};font-size:14px">{escape(one.get("when") or "")}</p>'
        f'<p style="margin:0;font-weight:600">{escape(one.get("what") or "")}</p>'
        f'<p style="margin:0;color:{SOFT};font-size:14px">{escape(one.get("text") or "")}</p>'
        "</section>"
        for one in holds["points"]
    )
    return f"{_titled(holds['title'])}{points}"


def _wechat_chart(holds: Holds, notes: list[str]) -> str:
    cell = f"padding:6px 8px;border-bottom:1px solid {LINE}"
    rows = "".join(
        f'<tr><td style="{cell}">{escape(label)}</td><td style="{cell};text-align:right">'
        f"{exact(number)} {escape(holds['unit'])}</td></tr>"
        for label, number in holds["values"]
    )
    note = _small(holds["note"]) if holds["note"] else ""
    return (
        f"{_titled(holds['title'])}"
        '<table style="width:100%;border-collapse:collapse;margin:0 0 10px;font-size:15px">'
        f"<tbody>{rows}</tbody></table>{note}"
    )


def _wechat_name(holds: Holds, notes: list[str]) -> str:
    line = f' <span style="color:{SOFT};font-size:14px">{escape(holds.get("line", ""))}</span>'
    words = f'<p style="margin:4px 0 0">{escape(holds["words"])}</p>' if holds["words"] else ""
    return (
        f'<section style="margin:0 0 16px;padding:12px 16px;background:{PAPER}">'
        f'<p style="margin:0"><strong>{escape(holds["name"])}</strong>{line}</p>{words}</section>'
    )


_WECHAT = {
    "text": _wechat_text, "gallery": _wechat_gallery, "video": _wechat_film,
    "quote": _wechat_quote, "timeline": _wechat_timeline, "chart": _wechat_chart,
    "person": _wechat_name, "organisation": _wechat_name,
}  # fmt: skip
