"""CAS protocol 3.0: ``/login`` makes a service ticket, ``/p3/serviceValidate`` says whose it is.

Faults: ``entity`` (an answer with an external entity), ``silent`` (success without a user).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from wutong.devtools.campus.people import Campus, Query

SHELL = '<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">{}</cas:serviceResponse>'


def validate(campus: Campus, asked: Query, *, attributes: bool) -> str:
    """The answer to ``serviceValidate``: a ticket is good once, for the service it was made for."""
    grant = campus.redeem(asked.get("ticket", ""))
    if grant is None:
        return _failure("INVALID_TICKET", "the ticket is not known or was used")
    if grant.target != asked.get("service"):
        return _failure("INVALID_SERVICE", "the ticket was made for another service")
    person = campus.people[grant.login]
    user = "" if "silent" in campus.faults else f"<cas:user>{escape(person.login)}</cas:user>"
    said = "".join(
        f"<cas:{key}>{escape(value)}</cas:{key}>" for key, value in person.claims().items()
    )
    extra = f"<cas:attributes>{said}</cas:attributes>" if attributes else ""
    success = f"<cas:authenticationSuccess>{user}{extra}</cas:authenticationSuccess>"
    body = SHELL.format(success)
    if "entity" in campus.faults:
        return f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>{body}'
    return body


def _failure(code: str, words: str) -> str:
    return SHELL.format(
        f'<cas:authenticationFailure code="{code}">{escape(words)}</cas:authenticationFailure>'
    )
