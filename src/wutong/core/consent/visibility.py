"""Showing and hiding fields. Each step outwards is a consent of its own, in the words of its level;
each step back closes it (PIPL 13-16; publishing to everyone is a separate consent, 25).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from wutong.core.consent.enums import Audience, LawfulBasis, Method
from wutong.core.consent.models import ConsentRecord, ConsentText, Visibility
from wutong.core.consent.registry import Text
from wutong.kernel import clock
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.db.models import Field
    from django.utils.functional import _StrOrPromise

    from wutong.kernel.actors import Actor

FIELDS = ("name", "study", "place", "work", "email", "phone", "wechat", "letters")
TOPIC = "visible"
"""Stands in the ledger as ``visible:phone``."""

TEXTS: dict[Audience, Text] = {
    Audience.CLASSMATES: Text(
        version=1,
        valid_from=date(2026, 11, 1),
        zh="我同意校友会向经核验的同班校友展示此项信息，并可随时撤回。",
        en="I agree that this is shown to verified members of my own class; I can withdraw at any "
        "time.",
    ),
    Audience.MEMBERS: Text(
        version=1,
        valid_from=date(2026, 11, 1),
        zh="我同意校友会在校友名录中向经核验的校友展示此项信息，并可随时撤回。",
        en="I agree that this is shown to verified alumni in the directory; I can withdraw at any "
        "time.",
    ),
    Audience.EVERYONE: Text(
        version=1,
        valid_from=date(2026, 11, 1),
        zh="我单独同意在我的公开页面上向任何人公开此项信息，并可随时撤回。",
        en="I separately agree that this is published to anybody on my public page; I can "
        "withdraw at any time.",
    ),
}


def field_label(field: str) -> _StrOrPromise:
    """What a field is called."""
    column: Field[int, int] = Visibility._meta.get_field(field)  # type: ignore[assignment]
    return column.verbose_name


def levels_of(person_id: int) -> dict[str, Audience]:
    """The level of every field; all for the office alone where nothing was chosen."""
    row = Visibility.objects.filter(person_id=person_id).first()
    return {field: Audience(getattr(row, field)) if row else Audience.OFFICE for field in FIELDS}


def seen_by(person_id: int, audience: Audience) -> frozenset[str]:
    """The fields that somebody of the circle ``audience`` sees; none without the name."""
    levels = levels_of(person_id)
    if levels["name"] < audience:
        return frozenset()
    return frozenset(field for field, level in levels.items() if level >= audience)


def shown_among(person_ids: Collection[int], audience: Audience) -> set[int]:
    """Those of ``person_ids`` whose name the circle ``audience`` sees."""
    return set(
        Visibility.objects.filter(person_id__in=person_ids, name__gte=audience).values_list(
            "person_id", flat=True
        )
    )


@transaction.atomic
def set_levels(
    *, actor: Actor, person_id: int, levels: Mapping[str, Audience], method: Method
) -> list[str]:
    """Show or hide fields from now on; the fields that changed. The ledger follows each of them."""
    row, _made = Visibility.objects.select_for_update().get_or_create(
        person_id=person_id, defaults={"changed_at": clock.now()}
    )
    changed = {
        field: (Audience(getattr(row, field)), Audience(level))
        for field, level in levels.items()
        if field in FIELDS and getattr(row, field) != level
    }
    if not changed:
        return []
    for field, (_before, after) in changed.items():
        setattr(row, field, after)
        _rewrite_ledger(actor, person_id, field, after, method)
    row.changed_at = clock.now()
    row.save(update_fields=[*changed, "changed_at"])
    record(
        actor=actor,
        verb="visibility.changed",
        subject=f"person:{person_id}",
        data={field: [int(before), int(after)] for field, (before, after) in changed.items()},
    )
    return sorted(changed)


def _rewrite_ledger(
    actor: Actor, person_id: int, field: str, level: Audience, method: Method
) -> None:
    topic, now = f"{TOPIC}:{field}", clock.now()
    ConsentRecord.objects.filter(
        person_id=person_id, topic=topic, withdrawn_at__isnull=True
    ).update(withdrawn_at=now, withdrawn_method=method)
    if level is Audience.OFFICE:
        return
    ConsentRecord.objects.create(
        person_id=person_id,
        topic=topic,
        basis=LawfulBasis.CONSENT,
        text=words_of_level(level),
        method=method,
        given_at=now,
        recorded_by_id=actor.user_id,
    )


def words_of_level(level: Audience) -> ConsentText:
    """The stored words that are agreed to with ``level``."""
    text = TEXTS[level]
    row, _made = ConsentText.objects.get_or_create(
        code=f"{TOPIC}:{level.name.lower()}",
        version=text.version,
        defaults={"text_zh": text.zh, "text_en": text.en, "valid_from": text.valid_from},
    )
    return row
