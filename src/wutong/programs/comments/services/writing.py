"""What authors do: write, mend, ask to look again, withdraw. Nothing is public before it is read."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wutong.core.people.models import Person
from wutong.engines.wording.public import check, current_lists, imitates_office, names_leader
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.kernel.hanzi import fold, plain_text
from wutong.platform.audit.public import client_address, record
from wutong.platform.links.public import within_limit
from wutong.programs.comments.enums import Act, CommentState
from wutong.programs.comments.errors import (
    ClosedError,
    CommentError,
    DuplicateError,
    NotVerifiedError,
    TooManyError,
)
from wutong.programs.comments.models import Comment, Nickname
from wutong.programs.comments.names import (
    A_DAY,
    IN_FIVE_MINUTES,
    LONGEST,
    NICKNAME_LONGEST,
    NICKNAME_SHORTEST,
    SAME_ELSEWHERE,
    SHORTEST,
    TRIES,
)
from wutong.programs.comments.places import place_of
from wutong.programs.comments.selectors import gate_of, standing_of
from wutong.programs.comments.services.stepping import leave_public, locked, step
from wutong.programs.publishing.public import languages_of
from wutong.ui.design.typography import has_han

if TYPE_CHECKING:
    from uuid import UUID

    from wutong.platform.accounts.models import User

ADDRESS = re.compile(r"https?://|www\.|[\w-]+\.(?:com|cn|net|org|top|xyz)\b", re.IGNORECASE)
DAY = 86_400
SAYS = 300
AUTHOR = Actor.link("comments.own", "")
"""In the trail authors stand without a name: who it is, the comment knows, and a look is logged."""


@transaction.atomic
def write(*, user: User, story: UUID, text: str, nickname: str = "") -> Comment:
    """A comment that waits for a colleague. Raises `CommentError` for whatever does not fit."""
    standing = standing_of(user)
    if not gate_of(story).takes or not languages_of(story):
        raise ClosedError
    if standing.person is None or not standing.proven:
        raise NotVerifiedError
    person = Person.objects.select_for_update(of=("self",)).get(pk=standing.person.pk)
    words = _fitting(text)
    digest = _digest(words)
    _new(person.pk, story, digest)
    shown = standing.nickname or choose_nickname(person, nickname).name
    if not within_limit("comments:person", str(person.pk), limit=IN_FIVE_MINUTES):
        raise TooManyError
    if not within_limit("comments:person", str(person.pk), limit=A_DAY, seconds=DAY):
        raise TooManyError
    comment = Comment(
        story=story, person=person, nickname=shown, digest=digest, state=CommentState.WAITING,
        received_at=clock.now(), text=words, place=place_of(client_address.get()),
    )  # fmt: skip
    comment.address = client_address.get()  # type: ignore[assignment]
    look(comment)
    return step(AUTHOR, comment, Act.CAME, by_author=True)


@transaction.atomic
def mend(*, user: User, comment_id: int, text: str) -> Comment:
    """Other words for what waits or was refused; they are read anew."""
    comment = _own(user, comment_id)
    if comment.state not in (CommentState.WAITING, CommentState.REFUSED):
        raise CommentError(_("This comment cannot be mended any more."))
    if comment.tries >= TRIES:
        raise CommentError(_("This comment was handed in three times. Please write a new one."))
    if not gate_of(comment.story).takes:
        raise ClosedError
    words = _fitting(text)
    if words == comment.text:
        raise DuplicateError
    comment.text, comment.digest = words, _digest(words)
    comment.tries += 1
    comment.state, comment.tell_at = CommentState.WAITING, None
    look(comment)
    return step(AUTHOR, comment, Act.CHANGED, by_author=True)


@transaction.atomic
def appeal(*, user: User, comment_id: int, says: str) -> Comment:
    """Once: somebody else looks at what was refused or hidden, and at what its author says."""
    comment = _own(user, comment_id)
    says = plain_text(says)[:SAYS]
    if comment.state not in (CommentState.REFUSED, CommentState.HIDDEN):
        raise CommentError(_("There is no decision here to look at again."))
    if comment.appealed_at is not None:
        raise CommentError(_("It was looked at again already; that decision stays."))
    if not says:
        raise CommentError(_("Say why it should stand."))
    comment.appeal, comment.appealed_at = says, clock.now()
    comment.state, comment.tell_at = CommentState.WAITING, None
    return step(AUTHOR, comment, Act.APPEALED, reason=says, by_author=True)


@transaction.atomic
def withdraw(*, user: User, comment_id: int) -> Comment:
    """Its author takes it back: gone at once."""
    comment = _own(user, comment_id)
    if comment.state == CommentState.WITHDRAWN:
        return comment
    leave_public(AUTHOR, comment, "withdrawn by its author")
    comment.state, comment.tell_at = CommentState.WITHDRAWN, None
    return step(AUTHOR, comment, Act.WITHDRAWN, by_author=True)


def choose_nickname(person: Person, name: str) -> Nickname:
    """The name in front, once and for all. Raises `CommentError`."""
    shown = " ".join(fold(plain_text(name)).split())
    if not NICKNAME_SHORTEST <= len(shown) <= NICKNAME_LONGEST:
        raise CommentError(_("A nickname has two to twenty characters."))
    language = "zh-hans" if has_han(shown) else "en"
    if imitates_office(shown):
        raise CommentError(_("Please choose a name that does not look like an office or its head."))
    if names_leader(current_lists(), shown) or check(shown, language=language, public=True):
        raise CommentError(_("This nickname cannot be used. Please choose another one."))
    if ADDRESS.search(shown) or "@" in shown:
        raise CommentError(_("A nickname is no address."))
    try:
        with transaction.atomic():
            row = Nickname.objects.create(
                person=person, name=shown, folded=shown.casefold(), chosen_at=clock.now()
            )
    except IntegrityError as error:
        raise CommentError(_("Somebody has this nickname already.")) from error
    record(
        actor=Actor.system("comments"), verb="comments.nickname_chosen",
        subject=f"person:{person.pk}", subject_label=person.name,
    )  # fmt: skip
    return row


def look(comment: Comment) -> None:
    """What the lists find in it, for the eyes of a colleague."""
    comment.language = "zh-hans" if has_han(comment.text) else "en"
    found = check(comment.text, language=comment.language, public=True)
    words = list(dict.fromkeys(one.found for one in found))
    if ADDRESS.search(comment.text):
        words.append(_("an address"))
    comment.found = "\N{IDEOGRAPHIC COMMA}".join(words)[:200]
    comment.grave = any(one.grave for one in found)


def _own(user: User, comment_id: int) -> Comment:
    """Of this account's person; to others it is not there."""
    mine = Person.objects.filter(user=user.pk, merged_into__isnull=True)
    if not Comment.objects.filter(pk=comment_id, person__in=mine).exists():
        raise Comment.DoesNotExist
    return locked(comment_id)


def _fitting(text: str) -> str:
    words = plain_text(text)
    if not SHORTEST <= len(words) <= LONGEST:
        raise CommentError(
            _("Please write between %(least)s and %(most)s characters; these are %(now)s.")
            % {"least": SHORTEST, "most": LONGEST, "now": len(words)}
        )
    return words


def _digest(words: str) -> bytes:
    return sha256("".join(fold(words).casefold().split()).encode()).digest()


def _new(person_id: int, story: UUID, digest: bytes) -> None:
    """The same words stand below a story once, and are not spread over many in a day."""
    same = Comment.objects.filter(person=person_id, digest=digest).exclude(
        state=CommentState.WITHDRAWN
    )
    lately = Q(received_at__gte=clock.now() - SAME_ELSEWHERE)
    if same.filter(Q(story=story) | lately).exists():
        raise DuplicateError
