"""What this room plugs into others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.platform.audit.registry import verbs

verbs.register("outbox.stream_opened", _("prepared a sending"))
verbs.register("outbox.stream_started", _("began a sending"))
verbs.register("outbox.stream_paused", _("held a sending"))
verbs.register("outbox.stream_stopped", _("ended a sending early"))
verbs.register("outbox.uncertain_resolved", _("decided on messages with an uncertain outcome"))
verbs.register("outbox.subject_erased", _("took a person out of the messages sent"))
verbs.register("outbox.suppressed", _("put an address on the do-not-send list"))
verbs.register("outbox.suppression_lifted", _("took an address off the do-not-send list"))
verbs.register("outbox.inbound_assigned", _("put an incoming message into somebody's hands"))
verbs.register("outbox.inbound_done", _("marked an incoming message as done"))
verbs.register("outbox.inbound_reopened", _("took up an incoming message again"))
verbs.register("outbox.key_made", _("made a signing key"))
verbs.register("outbox.key_used", _("put a signing key to use"))
verbs.register("outbox.key_retired", _("retired a signing key"))
verbs.register("outbox.pace_set", _("set how fast a provider is written to"))
verbs.register("outbox.pace_released", _("let mail to a provider go on"))
verbs.register("outbox.wechat_bound", _("tied a WeChat account to a record"))
verbs.register("outbox.wechat_unbound", _("untied a WeChat account from a record"))
verbs.register("outbox.wechat_tester", _("chose whether tests go to a WeChat account"))
verbs.register("outbox.wechat_templates", _("asked WeChat for the account's templates"))
