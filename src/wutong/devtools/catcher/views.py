"""The page: a list, a mail, and nothing that would follow a link in it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from wutong.devtools.catcher.answers import KINDS, answer_to
from wutong.devtools.catcher.lists import Told, found_page
from wutong.devtools.catcher.reading import open_mail

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wutong.devtools.catcher.answers import Door
    from wutong.devtools.catcher.store import Caught, Store

SAID = ("sent", "refused")
_HERE = Path(__file__).resolve().parent
_DESIGN = _HERE.parents[1] / "ui" / "design" / "static" / "design"
_FILES = {
    "tokens.css": (_DESIGN / "tokens.css", "text/css"),
    "favicon.svg": (_DESIGN / "favicon.svg", "image/svg+xml"),
    "catcher.css": (_HERE / "static" / "catcher" / "catcher.css", "text/css"),
    "catcher.js": (_HERE / "static" / "catcher" / "catcher.js", "text/javascript"),
}
PAGE_POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
# A mail may bring its own styles and inline pictures, and nothing else: no script, no request.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


def _store() -> Store:
    store: Store = getattr(settings, "CATCHER_STORE")  # noqa: B009 - only this process has it
    return store


def _door() -> Door | None:
    return getattr(settings, "CATCHER_DOOR", None)


@require_GET
def mail_list(request: HttpRequest) -> HttpResponse:
    """Newest first, with a search in recipient, sender and subject."""
    told = Told(
        name="catcher-list",
        clear_url=reverse("catcher-clear"),
        newest_url=reverse("catcher-newest"),
        search=_("Search recipient, sender or subject"),
        fresh=_("New mail has arrived: show it"),
        nothing_found=_("No mail matches. Try a part of the address, or one word of the subject."),
        nothing_yet=_("No mail yet. Send a greeting from the office, and it will appear here."),
        clear=lambda count: ngettext(
            "This deletes %(count)s caught mail.", "This deletes %(count)s caught mails.", count
        ),
        count=lambda count: ngettext("%(count)s mail", "%(count)s mails", count),
    )
    return as_page(found_page(request, "catcher/list.html", _store(), told))


@require_GET
def mail_detail(request: HttpRequest, number: int) -> HttpResponse:
    """One mail: as HTML, as text, its headers or its source."""
    mail, raw = _found(number)
    opened = open_mail(raw)
    shown = request.GET.get("show", "")
    if shown not in {"html", "text", "headers", "source"}:
        shown = "html" if opened.html is not None else "text"
    context = {
        "mail": mail,
        "caught": dt.datetime.fromtimestamp(mail.caught, dt.UTC),
        "opened": opened,
        "shown": shown,
        "source": raw.decode("utf-8", "replace") if shown == "source" else "",
        "q": request.GET.get("q", ""),
        "answers": KINDS if _door() else {},
        "said": request.GET.get("said", "") if request.GET.get("said") in SAID else "",
    }
    return as_page(render(request, "catcher/detail.html", context))


@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Send something back to a mail, as the world would."""
    mail, raw = _found(number)
    door, kind = _door(), request.POST.get("kind", "")
    if door is None or kind not in KINDS:
        raise Http404
    written, recipient = answer_to(mail, raw, kind, request.POST.get("text", "")[:2000])
    try:
        door.hand_over(written, recipient)
    except (OSError, ValueError):
        said = "refused"
    else:
        said = "sent"
    return HttpResponseRedirect(f"{reverse('catcher-detail', args=[number])}?said={said}")


@require_GET
def mail_html(request: HttpRequest, number: int) -> HttpResponse:
    """The HTML part by itself, for the frame; links open beside, only when clicked."""
    _mail, raw = _found(number)
    html = open_mail(raw).html
    if html is None:
        raise Http404
    response = HttpResponse('<base target="_blank">' + html)
    response["Content-Security-Policy"] = MAIL_POLICY
    response["Referrer-Policy"] = "no-referrer"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
def mail_source(request: HttpRequest, number: int) -> HttpResponse:
    """The source as a file."""
    _mail, raw = _found(number)
    response = HttpResponse(raw, content_type="message/rfc822")
    response["Content-Disposition"] = f'attachment; filename="{number}.eml"'
    return response


@require_GET
def newest(request: HttpRequest) -> JsonResponse:
    """What the list asks now and then."""
    return JsonResponse({"newest": _store().newest()})


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Forget all caught mails."""
    _store().clear()
    return HttpResponseRedirect("/")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the chosen language."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = "/"
    response = HttpResponseRedirect(target)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, samesite="Lax", httponly=True)
    return response


@require_GET
def asset(request: HttpRequest, name: str) -> HttpResponse:
    """Styles and the script, from where they lie."""
    if name not in _FILES:
        raise Http404
    path, kind = _FILES[name]
    response = HttpResponse(path.read_bytes(), content_type=f"{kind}; charset=utf-8")
    response["Cache-Control"] = "max-age=300"
    return response


def _found(number: int) -> tuple[Caught, bytes]:
    found = _store().get(number)
    if found is None:
        raise Http404
    return found


def as_page(response: HttpResponse) -> HttpResponse:
    """With the headers of a page that runs nothing of a stranger's."""
    response["Content-Security-Policy"] = PAGE_POLICY
    # Not "no-referrer": a browser would send its own forms from the origin "null".
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
