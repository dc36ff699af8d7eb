"""Text messages: the mainland's gateways. One without a key does not exist for the house."""

from __future__ import annotations

from .environment import env

# Our own hours, by the recipient's clock; a gateway's own narrow them.
SMS_HOURS = env.str("SMS_HOURS", "09:00-20:00")
SMS_GATEWAYS = {
    "aliyun": {
        "endpoint": env.str("ALIYUN_SMS_ENDPOINT", "https://dysmsapi.aliyuncs.com"),
        "key_id": env.str("ALIYUN_SMS_KEY_ID", ""),
        "secret": env.str("ALIYUN_SMS_SECRET", ""),
        "app_id": "",
        "rate": env.int("ALIYUN_SMS_RATE", 200),  # texts a second, over all workers
        "price": env.str("ALIYUN_SMS_PRICE", "0.045"),  # yuan a part
        "price_abroad": env.str("ALIYUN_SMS_PRICE_ABROAD", "0"),  # 0: not served
        "hours": env.str("ALIYUN_SMS_HOURS", "08:00-20:00"),
        "connections": env.int("ALIYUN_SMS_CONNECTIONS", 8),
    },
    "tencent": {
        "endpoint": env.str("TENCENT_SMS_ENDPOINT", "https://sms.tencentcloudapi.com"),
        "key_id": env.str("TENCENT_SMS_KEY_ID", ""),
        "secret": env.str("TENCENT_SMS_SECRET", ""),
        "app_id": env.str("TENCENT_SMS_APP_ID", ""),
        "rate": env.int("TENCENT_SMS_RATE", 200),
        "price": env.str("TENCENT_SMS_PRICE", "0.05"),
        "price_abroad": env.str("TENCENT_SMS_PRICE_ABROAD", "0"),
        "hours": env.str("TENCENT_SMS_HOURS", "08:00-22:00"),
        "connections": env.int("TENCENT_SMS_CONNECTIONS", 8),
    },
}
# Receipts and replies are pushed to /sms/<token>/…; the clouds do not sign them, so the address
# is the secret. Empty: nothing is taken.
SMS_CALLBACK_TOKEN = env.str("SMS_CALLBACK_TOKEN", "")
# Nobody gets more than this many text messages of sendings in OUTREACH_CAP_DAYS.
SMS_CAP_MESSAGES = env.int("SMS_CAP_MESSAGES", 2)
