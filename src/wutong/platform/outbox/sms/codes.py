"""What the clouds' codes mean for a text: the ones their references list, by consequence."""

from __future__ import annotations

from wutong.platform.outbox.sms.values import Verdict

SECOND, MINUTE, HOUR, DAY = 1.0, 60.0, 3600.0, 24 * 3600.0

# Of the sending call: verdict and, for a number that had its share, how long it waits.
ALIYUN: dict[str, tuple[Verdict, float]] = {
    "OK": (Verdict.ACCEPTED, 0.0),
    "isv.BUSINESS_LIMIT_CONTROL": (Verdict.LATER, HOUR),
    "isv.DAY_LIMIT_CONTROL": (Verdict.BUSY, HOUR),
    "isv.MOBILE_NUMBER_ILLEGAL": (Verdict.DEAD, 0.0),
    "isv.BLACK_KEY_CONTROL_LIMIT": (Verdict.REFUSED, 0.0),
    "isv.MOBILE_IN_BLACK": (Verdict.BLOCKED, 0.0),
    "isv.OUT_OF_SERVICE": (Verdict.BUSY, HOUR),
    "isv.AMOUNT_NOT_ENOUGH": (Verdict.BUSY, HOUR),
    "isp.SYSTEM_ERROR": (Verdict.UNCERTAIN, 0.0),
    "isp.GATEWAY_ERROR": (Verdict.UNCERTAIN, 0.0),
    "SignatureNonceUsed": (Verdict.UNCERTAIN, 0.0),
    "Throttling": (Verdict.BUSY, SECOND),
    "Throttling.User": (Verdict.BUSY, SECOND),
    "Throttling.Api": (Verdict.BUSY, SECOND),
    "ServiceUnavailable": (Verdict.BUSY, MINUTE),
}
TENCENT: dict[str, tuple[Verdict, float]] = {
    "Ok": (Verdict.ACCEPTED, 0.0),
    "LimitExceeded.PhoneNumberThirtySecondLimit": (Verdict.LATER, MINUTE),
    "LimitExceeded.PhoneNumberOneHourLimit": (Verdict.LATER, HOUR),
    "LimitExceeded.PhoneNumberDailyLimit": (Verdict.LATER, DAY),
    "LimitExceeded.PhoneNumberSameContentDailyLimit": (Verdict.REFUSED, 0.0),
    "LimitExceeded.DeliveryFrequencyLimit": (Verdict.BUSY, SECOND),
    "LimitExceeded.AppDailyLimit": (Verdict.BUSY, HOUR),
    "RequestLimitExceeded": (Verdict.BUSY, SECOND),
    "FailedOperation.InsufficientBalanceInSmsPackage": (Verdict.BUSY, HOUR),
    "FailedOperation.PhoneNumberInBlacklist": (Verdict.BLOCKED, 0.0),
    "InvalidParameterValue.IncorrectPhoneNumber": (Verdict.DEAD, 0.0),
    "InternalError.Timeout": (Verdict.UNCERTAIN, 0.0),
    "InternalError.SendAndRecvFail": (Verdict.UNCERTAIN, 0.0),
}

# Signing, keys, signature and template: nothing will go out until a person mends it.
NEEDS_A_PERSON = (
    "SignatureDoesNotMatch", "InvalidAccessKeyId", "InvalidTimeStamp", "IncompleteSignature",
    "Forbidden", "isv.SMS_SIGNATURE_ILLEGAL", "isv.SMS_TEMPLATE_ILLEGAL", "isv.ACCOUNT_",
    "isv.PRODUCT_UN", "isp.RAM_PERMISSION_DENY", "isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE",
    "AuthFailure", "UnauthorizedOperation", "FailedOperation.SignatureIncorrectOrUnapproved",
    "FailedOperation.TemplateIncorrectOrUnapproved", "FailedOperation.InsufficientBalance",
    "UnsupportedOperation",
)  # fmt: skip

# Of the carrier's receipt: the number is gone, or its owner had it blocked.
GONE = frozenset(
    {"MOBILE_NOT_ON_SERVICE", "INVALID_NUMBER", "PHONE_NUMBER_NOT_EXIST", "MK:0000", "MK:0001",
     "MK:0013"}
)  # fmt: skip
BARRED = frozenset({"MOBILE_IN_BLACK", "USER_REJECT", "MBBLACK", "BLACK", "MK:0010"})


def needs_a_person(code: str) -> bool:
    """Whether sending on is useless until somebody has mended the account."""
    return code.startswith(NEEDS_A_PERSON)


def meaning(table: dict[str, tuple[Verdict, float]], code: str) -> tuple[Verdict, float]:
    """The verdict of a code; what is not listed is a refusal, a fault of theirs is uncertain."""
    if code in table:
        return table[code]
    if code.startswith(("Throttling", "RequestLimitExceeded")):
        return Verdict.BUSY, SECOND
    if code.startswith(("InternalError", "isp.")):
        return Verdict.UNCERTAIN, 0.0
    if needs_a_person(code):
        return Verdict.BUSY, HOUR
    return Verdict.REFUSED, 0.0
