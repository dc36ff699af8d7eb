"""Everybody's further names, and keeping their data out of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from wutong.platform.audit.public import record
from wutong.platform.privacy.registry import Subject, aliases, restraints

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor


def subject_of(ref: str) -> Subject:
    """The one ``ref`` means, under every name the rooms know."""
    names = [ref]
    for known in aliases.values():
        names += known(ref)
    return Subject(tuple(dict.fromkeys(names)))


@transaction.atomic
def restrain_subject(*, actor: Actor, ref: str) -> None:
    """Keep everything about ``ref`` out of use without erasing it: each room does its part."""
    subject = subject_of(ref)
    for restrain in restraints.values():
        restrain(actor, subject)
    record(actor=actor, verb="privacy.restrained", subject=ref)
