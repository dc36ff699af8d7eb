"""Text messages: gateways of the mainland's carriers, their pump, their receipts and replies.

``docs/reference/sms.md`` has the protocols and what is done when an answer is lost.
"""
