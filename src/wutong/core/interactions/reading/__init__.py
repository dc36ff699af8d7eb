"""Reading what somebody pasted: a WeChat text, an e-mail signature, a note of a phone call.

Pure: text and names of places in, findings out; nothing here knows the record.
"""

from wutong.core.interactions.reading.findings import Field, Found, LeftOut, Reading
from wutong.core.interactions.reading.parser import read

__all__ = ["Field", "Found", "LeftOut", "Reading", "read"]
