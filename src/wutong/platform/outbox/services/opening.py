"""The step every kind of stream is opened by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.platform.outbox.models import Content, Stream
from wutong.platform.outbox.selectors import stream_ref
from wutong.platform.outbox.services.partitions import ensure_partitions, month_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.kernel.actors import Actor
    from wutong.platform.outbox.values import StreamRef


def open_row(
    *,
    actor: Actor,
    key: str,
    label: str,
    contents: Mapping[str, Mapping[str, Any]],
    **columns: Any,
) -> StreamRef:
    """Write a checked stream and its contents (columns by language) down, in the caller's
    transaction, with the month its deliveries will lie in.
    """
    month = month_of(clock.today())
    ensure_partitions(months=[month])
    row = Stream.objects.create(key=key, label=label[:200], campaign_month=month, **columns)
    Content.objects.bulk_create(
        Content(
            stream=row,
            language=language,
            **{**content, "fallbacks": dict(content["fallbacks"])},
        )
        for language, content in contents.items()
    )
    record(actor=actor, verb="outbox.stream_opened", subject=key, subject_label=label)
    return stream_ref(row)
