"""Understanding mail that came back: pure reading, no table is touched.

RFC 3464 and 3463 (delivery status), RFC 5965 (complaints), RFC 3834 (automatic answers), and what
providers write instead of them. What a stranger sends may be anything: nothing here raises.
"""
