"""The first letter, as it is proposed; every word can be changed before it is approved."""

from __future__ import annotations

SUBJECT_ZH = "{{ name }}，从今天起您是母校的校友"
SUBJECT_EN = "{{ name }}, from today you are one of our alumni"
BODY_ZH = """# 毕业快乐

亲爱的{{ name }}{{ salutation|校友 }}：

祝贺您从{{ college }}毕业。从今天起，您就是母校的校友了。

您的**电子校友卡**已经开通，登录校友之家即可查看；{{ class|您所在的班级 }}的同学名册也已建立，班级联络人会帮助大家保持联系。

毕业以后如果更换了手机号或邮箱，请告诉我们，母校的消息就不会走失。

无论您走到哪里，校园里的梧桐一直在等您回来。"""
BODY_EN = """# Congratulations

Dear {{ name }},

congratulations on your degree from {{ college }}. From today you are one of our alumni.

Your **alumni card** is ready: you find it when you sign in. The list of {{ class|your class }} is \
open, too, and its liaison helps you to stay in touch with each other.

When your phone number or address changes, please let us know.

Wherever you go, the parasol trees on campus wait for you to come back."""
