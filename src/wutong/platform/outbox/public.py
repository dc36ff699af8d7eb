"""The door of the outbox. Other rooms call these and nothing else.

The life of a stream, as ``engines.outreach`` uses it::

    stream = open_stream(actor=..., key="campaign:12", ..., contents={"zh-hans": ..., "en": ...})
    # ONE statement: INSERT INTO outbox_delivery (...) SELECT ... (columns: models.Delivery)
    start_pump(actor=actor, stream="campaign:12")     # in the same transaction if you like
    stream_progress("campaign:12")
"""

from wutong.platform.outbox.addresses import address_hash, normalise_address
from wutong.platform.outbox.errors import (
    AddressError,
    ContentError,
    OutboxError,
    StreamStateError,
)
from wutong.platform.outbox.keys import SINGLE, single_key
from wutong.platform.outbox.selectors import (
    deliveries_about,
    deliveries_of,
    remark,
    reply_words,
    single_deliveries,
    stream_progress,
    suppressed_hashes,
)
from wutong.platform.outbox.services.asking import AskingError, fetch_templates, openid_behind
from wutong.platform.outbox.services.bounces import record_bounce
from wutong.platform.outbox.services.carriers import (
    save_signature,
    save_template,
)
from wutong.platform.outbox.services.domains import (
    check_domain,
    findings_of,
    release_pace,
    sending_domains,
    set_pace,
)
from wutong.platform.outbox.services.fans import (
    AccountTakenError,
    bind,
    follow,
    forget_subject,
    keep_templates,
    openid_hash,
    set_tester,
    unbind,
)
from wutong.platform.outbox.services.forgetting import (
    due_deliveries,
    due_singles,
    forget_deliveries,
    forget_singles,
)
from wutong.platform.outbox.services.inbox import assign, close, reopen, take_in
from wutong.platform.outbox.services.messages import enqueue_message
from wutong.platform.outbox.services.notices import (
    LONGEST_ANSWER,
    answerable_until,
    check_notice,
    enqueue_notice,
    enqueue_words,
    open_notice_stream,
)
from wutong.platform.outbox.services.partitions import ensure_partitions, month_of
from wutong.platform.outbox.services.previews import Preview, render_preview
from wutong.platform.outbox.services.signing import (
    dns_name,
    dns_value,
    make_key,
    retire_key,
    use_key,
)
from wutong.platform.outbox.services.singles import enqueue_single
from wutong.platform.outbox.services.streams import (
    erase_subject,
    open_stream,
    pause_stream,
    resolve_uncertain,
    resume_stream,
    start_pump,
    stop_stream,
)
from wutong.platform.outbox.services.suppressions import lift_suppression, suppress
from wutong.platform.outbox.services.texts import (
    answer_template,
    code_template,
    enqueue_answer,
    enqueue_code,
    enqueue_text,
    open_text_stream,
)
from wutong.platform.outbox.sms.composing import LONGEST_VALUE, Wording, signed
from wutong.platform.outbox.sms.gateways import (
    GatewayConfig,
    NoGatewayError,
    gateway_named,
    gateways,
)
from wutong.platform.outbox.sms.hours import Hours
from wutong.platform.outbox.sms.numbers import is_domestic, number_hash, takes_text
from wutong.platform.outbox.sms.segments import Segments, count_segments
from wutong.platform.outbox.sms.wire import LostError, NotSentError
from wutong.platform.outbox.tokens import delivery_token, read_delivery_token
from wutong.platform.outbox.values import (
    Arrival,
    DeliveryRef,
    MessageContent,
    Outcome,
    Recipient,
    Sender,
    StreamCounts,
    StreamRef,
    TextContent,
)
from wutong.platform.outbox.wechat.account import (
    NoAccountError,
    WechatAccount,
    account,
    the_account,
)
from wutong.platform.outbox.wechat.api import OfficialAccount, WechatError
from wutong.platform.outbox.wechat.composing import PAGE, as_text, filled, lines_of
from wutong.platform.outbox.wechat.kinds import Keyword, fits, keywords_in
from wutong.platform.outbox.words import asks_to_stop, own_words

__all__ = [
    "LONGEST_ANSWER",
    "LONGEST_VALUE",
    "PAGE",
    "SINGLE",
    "AccountTakenError",
    "AddressError",
    "Arrival",
    "AskingError",
    "ContentError",
    "DeliveryRef",
    "GatewayConfig",
    "Hours",
    "Keyword",
    "LostError",
    "MessageContent",
    "NoAccountError",
    "NoGatewayError",
    "NotSentError",
    "OfficialAccount",
    "OutboxError",
    "Outcome",
    "Preview",
    "Recipient",
    "Segments",
    "Sender",
    "StreamCounts",
    "StreamRef",
    "StreamStateError",
    "TextContent",
    "WechatAccount",
    "WechatError",
    "Wording",
    "account",
    "address_hash",
    "answer_template",
    "answerable_until",
    "as_text",
    "asks_to_stop",
    "assign",
    "bind",
    "check_domain",
    "check_notice",
    "close",
    "code_template",
    "count_segments",
    "deliveries_about",
    "deliveries_of",
    "delivery_token",
    "dns_name",
    "dns_value",
    "due_deliveries",
    "due_singles",
    "enqueue_answer",
    "enqueue_code",
    "enqueue_message",
    "enqueue_notice",
    "enqueue_single",
    "enqueue_text",
    "enqueue_words",
    "ensure_partitions",
    "erase_subject",
    "fetch_templates",
    "filled",
    "findings_of",
    "fits",
    "follow",
    "forget_deliveries",
    "forget_singles",
    "forget_subject",
    "gateway_named",
    "gateways",
    "is_domestic",
    "keep_templates",
    "keywords_in",
    "lift_suppression",
    "lines_of",
    "make_key",
    "month_of",
    "normalise_address",
    "number_hash",
    "open_notice_stream",
    "open_stream",
    "open_text_stream",
    "openid_behind",
    "openid_hash",
    "own_words",
    "pause_stream",
    "read_delivery_token",
    "record_bounce",
    "release_pace",
    "remark",
    "render_preview",
    "reopen",
    "reply_words",
    "resolve_uncertain",
    "resume_stream",
    "retire_key",
    "save_signature",
    "save_template",
    "sending_domains",
    "set_pace",
    "set_tester",
    "signed",
    "single_deliveries",
    "single_key",
    "start_pump",
    "stop_stream",
    "stream_progress",
    "suppress",
    "suppressed_hashes",
    "take_in",
    "takes_text",
    "the_account",
    "unbind",
    "use_key",
]
