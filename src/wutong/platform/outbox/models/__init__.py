from wutong.platform.outbox.models.deliveries import Delivery
from wutong.platform.outbox.models.inbound import InboundMessage
from wutong.platform.outbox.models.rates import RateBucket
from wutong.platform.outbox.models.signing import DomainCheck, DomainPace, SigningKey
from wutong.platform.outbox.models.singles import SingleMail
from wutong.platform.outbox.models.streams import Content, Stream
from wutong.platform.outbox.models.suppressions import Suppression
from wutong.platform.outbox.models.texts import TextPush, TextSignature, TextTemplate
from wutong.platform.outbox.models.wechat import WechatFan, WechatRight, WechatTemplate

__all__ = [
    "Content",
    "Delivery",
    "DomainCheck",
    "DomainPace",
    "InboundMessage",
    "RateBucket",
    "SigningKey",
    "SingleMail",
    "Stream",
    "Suppression",
    "TextPush",
    "TextSignature",
    "TextTemplate",
    "WechatFan",
    "WechatRight",
    "WechatTemplate",
]
