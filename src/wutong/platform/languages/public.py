"""What each language of the house is called in itself."""

OWN_NAMES = {"zh-hans": "中文", "en": "English"}
