"""What a key is: for programs that want to know before they begin."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema

from wutong.ui.api.guarding import guarded, token_of

router = Router()


class KeyOut(Schema):
    """An access key."""

    name: str
    acts_for: str
    scopes: list[str]
    expires_at: datetime


@router.get(
    "/key", response=KeyOut, operation_id="readKey", **guarded("", _("Read what this key may do"))
)
def read_key(request: HttpRequest) -> KeyOut:
    token = token_of(request)
    return KeyOut(
        name=token.name,
        acts_for=str(token.user),
        scopes=token.scopes,
        expires_at=token.expires_at,
    )
