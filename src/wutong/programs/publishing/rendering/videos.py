"""Films of platforms we know: which they are, and the player that is loaded when a reader asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext_lazy as _

_ID = re.compile(r"^[A-Za-z0-9_-]{4,40}$")

#: Name, hosts of the page, where the id is ("?" for a parameter), the player.
_PLATFORMS = (
    (_("Bilibili"), ("www.bilibili.com", "bilibili.com", "m.bilibili.com"), r"/video/(BV\w+)",
     "https://player.bilibili.com/player.html?bvid={}&autoplay=0"),
    (_("Tencent Video"), ("v.qq.com", "m.v.qq.com"), r"/x/(?:page|cover/\w+)/(\w+)\.html",
     "https://v.qq.com/txp/iframe/player.html?vid={}"),
    (_("Youku"), ("v.youku.com",), r"/v_show/id_(\w+)",
     "https://player.youku.com/embed/{}"),
    (_("YouTube"), ("www.youtube.com", "youtube.com", "youtu.be", "m.youtube.com"), "?v",
     "https://www.youtube-nocookie.com/embed/{}"),
    (_("Vimeo"), ("vimeo.com", "www.vimeo.com"), r"/(\d+)",
     "https://player.vimeo.com/video/{}?dnt=1"),
)  # fmt: skip

PLAYERS = tuple(
    f"https://{host}"
    for host in sorted({urlsplit(player).hostname or "" for *_rest, player in _PLATFORMS})
)
"""What a page with a film may put into a frame."""


@dataclass(frozen=True)
class Video:
    """A film: ``platform`` in words, ``page`` to go to, ``player`` to load when asked."""

    platform: str
    page: str
    player: str


def video_of(address: str) -> Video | None:
    """The film at ``address``; None for what is on no platform we know."""
    parts = urlsplit(address.strip())
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or parts.username or parts.port:
        return None
    for name, hosts, where, player in _PLATFORMS:
        if host not in hosts:
            continue
        found = _id_in(parts.path, parts.query, where, short=host == "youtu.be")
        if found and _ID.match(found):
            return Video(str(name), address.strip(), player.format(found))
    return None


def _id_in(path: str, query: str, where: str, *, short: bool) -> str:
    if short:
        return path.strip("/")
    if where.startswith("?"):
        return parse_qs(query).get(where[1:], [""])[0]
    match = re.match(where, path)
    return match[1] if match else ""
